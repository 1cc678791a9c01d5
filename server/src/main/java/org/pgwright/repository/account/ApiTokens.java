package org.pgwright.repository.account;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Table {@code api_token}: what is secret in a token is never in it. */
public final class ApiTokens {
    private static final String ALL =
            """
            SELECT id, user_id, name, role, sees_values, created_at, expires_at, last_used_at
              FROM api_token
            """;

    /** Those of a user, the newest first. */
    public List<ApiToken> of(JdbcClient jdbc, UUID user) {
        return jdbc.sql(ALL + " WHERE user_id = ? ORDER BY created_at DESC, id")
                .param(user)
                .query((row, number) -> token(row))
                .list();
    }

    /** Empty if there is none of that hash, or it is too old. */
    public Optional<ApiToken> valid(JdbcClient jdbc, byte[] hash, Instant now) {
        return jdbc.sql(ALL + " WHERE token_hash = ? AND expires_at > ?")
                .params(hash, Timestamp.from(now))
                .query((row, number) -> token(row))
                .optional();
    }

    /** Whether its owner has no other of that name. */
    public boolean insert(JdbcClient jdbc, ApiToken token, byte[] hash) {
        return jdbc.sql(
                                """
                                INSERT INTO api_token (id, user_id, name, token_hash, role, sees_values,
                                                       created_at, expires_at)
                                VALUES (:id, :user, :name, :hash, :role::user_role, :values,
                                        :created, :expires)
                                    ON CONFLICT (user_id, name) DO NOTHING
                                """)
                        .param("id", token.id())
                        .param("user", token.userId())
                        .param("name", token.name())
                        .param("hash", hash)
                        .param("role", token.role().word())
                        .param("values", token.seesValues())
                        .param("created", Timestamp.from(token.created()))
                        .param("expires", Timestamp.from(token.expires()))
                        .update()
                == 1;
    }

    /** Remembers that it was used, to the minute. */
    public void used(JdbcClient jdbc, UUID id, Instant at) {
        jdbc.sql(
                        """
                        UPDATE api_token SET last_used_at = :at
                         WHERE id = :id
                           AND coalesce(last_used_at < :at::timestamptz - interval '1 minute', true)
                        """)
                .param("at", Timestamp.from(at))
                .param("id", id)
                .update();
    }

    /** Whether the user had it. */
    public boolean delete(JdbcClient jdbc, UUID user, UUID id) {
        return jdbc.sql("DELETE FROM api_token WHERE user_id = ? AND id = ?")
                        .params(user, id)
                        .update()
                == 1;
    }

    private static ApiToken token(ResultSet row) throws SQLException {
        Timestamp used = row.getTimestamp("last_used_at");
        return new ApiToken(
                row.getObject("id", UUID.class),
                row.getObject("user_id", UUID.class),
                row.getString("name"),
                Role.of(row.getString("role")),
                row.getBoolean("sees_values"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("expires_at").toInstant(),
                used == null ? null : used.toInstant());
    }
}
