package org.pgwright.repository.account;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Table {@code app_user}. The user {@code local}, who owns what the command line makes, never signs
 * in and is not among them.
 */
public final class Users {
    private static final String ALL =
            """
            SELECT id, name, role, sees_values, is_active, password_hash IS NOT NULL AS has_password,
                   last_sign_in_at
              FROM app_user
             WHERE name <> 'local'
            """;

    /** Everybody, by name. */
    public List<User> all(JdbcClient jdbc) {
        return jdbc.sql(ALL + " ORDER BY name").query((row, number) -> user(row)).list();
    }

    /** Empty if there is nobody of that id. */
    public Optional<User> of(JdbcClient jdbc, UUID id) {
        return jdbc.sql(ALL + " AND id = ?").param(id).query((row, number) -> user(row)).optional();
    }

    /** Empty if there is nobody of that name; case counts. */
    public Optional<User> named(JdbcClient jdbc, String name) {
        return jdbc.sql(ALL + " AND name = ?")
                .param(name)
                .query((row, number) -> user(row))
                .optional();
    }

    /** Empty if nobody has that identity. */
    public Optional<User> identified(JdbcClient jdbc, String issuer, String subject) {
        return jdbc.sql(ALL + " AND issuer = ? AND subject = ?")
                .params(issuer, subject)
                .query((row, number) -> user(row))
                .optional();
    }

    /** Null for who has no password. */
    public @Nullable String passwordHash(JdbcClient jdbc, UUID id) {
        return jdbc.sql("SELECT password_hash FROM app_user WHERE id = ?")
                .param(id)
                .query((row, number) -> Optional.ofNullable(row.getString(1)))
                .single()
                .orElse(null);
    }

    /** Whether an administrator can sign in. */
    public boolean hasAdministrator(JdbcClient jdbc) {
        return jdbc.sql(
                        """
                        SELECT EXISTS (SELECT FROM app_user
                                        WHERE role = 'admin' AND is_active AND name <> 'local'
                                          AND (password_hash IS NOT NULL OR issuer IS NOT NULL))
                        """)
                .query(Boolean.class)
                .single();
    }

    /**
     * Keeps others from making a first administrator at the same time, to the transaction's end.
     */
    public void lock(JdbcClient jdbc) {
        jdbc.sql("LOCK TABLE app_user IN SHARE ROW EXCLUSIVE MODE").update();
    }

    /** Whether the name was free. */
    public boolean insert(JdbcClient jdbc, UUID id, String name, Role role, boolean seesValues) {
        return jdbc.sql(
                                """
                                INSERT INTO app_user (id, name, role, sees_values)
                                VALUES (:id, :name, :role::user_role, :values)
                                    ON CONFLICT (name) DO NOTHING
                                """)
                        .param("id", id)
                        .param("name", name)
                        .param("role", role.word())
                        .param("values", seesValues)
                        .update()
                == 1;
    }

    /** Replaces the password. */
    public void setPassword(JdbcClient jdbc, UUID id, String hash) {
        jdbc.sql("UPDATE app_user SET password_hash = ? WHERE id = ?").params(hash, id).update();
    }

    /**
     * Binds an identity of OpenID Connect.
     *
     * @return false if another user has it
     */
    public boolean identify(JdbcClient jdbc, UUID id, String issuer, String subject) {
        try {
            jdbc.sql("UPDATE app_user SET issuer = ?, subject = ? WHERE id = ?")
                    .params(issuer, subject, id)
                    .update();
            return true;
        } catch (DuplicateKeyException another) {
            return false;
        }
    }

    /** Whether somebody has an identity of OpenID Connect. */
    public boolean isIdentified(JdbcClient jdbc, UUID id) {
        return jdbc.sql("SELECT issuer IS NOT NULL FROM app_user WHERE id = ?")
                .param(id)
                .query(Boolean.class)
                .single();
    }

    /** From now on the role of that user is what the provider says at each sign-in. */
    public void claimRole(JdbcClient jdbc, UUID id) {
        jdbc.sql("UPDATE app_user SET is_role_claimed = true WHERE id = ?").param(id).update();
    }

    /** Whether the role of a user is what the provider says. */
    public boolean isRoleClaimed(JdbcClient jdbc, UUID id) {
        return jdbc.sql("SELECT is_role_claimed FROM app_user WHERE id = ?")
                .param(id)
                .query(Boolean.class)
                .single();
    }

    /** Replaces what somebody may do. */
    public void change(JdbcClient jdbc, UUID id, Role role, boolean seesValues, boolean isActive) {
        jdbc.sql(
                        """
                        UPDATE app_user SET role = :role::user_role, sees_values = :values,
                               is_active = :active
                         WHERE id = :id
                        """)
                .param("role", role.word())
                .param("values", seesValues)
                .param("active", isActive)
                .param("id", id)
                .update();
    }

    /** Remembers when somebody signed in. */
    public void signedIn(JdbcClient jdbc, UUID id, Instant at) {
        jdbc.sql("UPDATE app_user SET last_sign_in_at = ? WHERE id = ?")
                .params(Timestamp.from(at), id)
                .update();
    }

    private static User user(ResultSet row) throws SQLException {
        Timestamp last = row.getTimestamp("last_sign_in_at");
        return new User(
                row.getObject("id", UUID.class),
                row.getString("name"),
                Role.of(row.getString("role")),
                row.getBoolean("sees_values"),
                row.getBoolean("is_active"),
                row.getBoolean("has_password"),
                last == null ? null : last.toInstant());
    }
}
