package org.pgwright.repository.account;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Table {@code one_time_link}. */
public final class OneTimeLinks {
    /**
     * What a link is good for.
     *
     * @param user who chooses a password; null for the first administrator
     */
    public record Link(@Nullable UUID user) {}

    /** A new one, which takes the place of those before for the same. */
    public void replace(
            JdbcClient jdbc, @Nullable UUID user, byte[] hash, Instant now, Duration life) {
        jdbc.sql("DELETE FROM one_time_link WHERE user_id IS NOT DISTINCT FROM ?::uuid")
                .param(user)
                .update();
        jdbc.sql(
                        """
                        INSERT INTO one_time_link (token_hash, user_id, created_at, expires_at)
                        VALUES (:hash, :user::uuid, :now, :until)
                        """)
                .param("hash", hash)
                .param("user", user)
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(now.plus(life)))
                .update();
    }

    /** Empty if there is none, or it is too old. */
    public Optional<Link> valid(JdbcClient jdbc, byte[] hash, Instant now) {
        return jdbc.sql("SELECT user_id FROM one_time_link WHERE token_hash = ? AND expires_at > ?")
                .params(hash, Timestamp.from(now))
                .query((row, number) -> new Link(row.getObject("user_id", UUID.class)))
                .optional();
    }

    /** Whether it was there; of two who use it at once, one. */
    public boolean use(JdbcClient jdbc, byte[] hash) {
        return jdbc.sql("DELETE FROM one_time_link WHERE token_hash = ?").param(hash).update() == 1;
    }
}
