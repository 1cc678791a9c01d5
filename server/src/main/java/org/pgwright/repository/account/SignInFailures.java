package org.pgwright.repository.account;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;

/** Table {@code sign_in_failure}: what failed in a short time past. */
public final class SignInFailures {
    /**
     * How many, and when the last was.
     *
     * @param ofName under that name, from anywhere
     * @param ofAddress from there, under any name
     */
    public record Recent(int ofName, int ofAddress, Optional<Instant> last) {}

    /** Those since a time. */
    public Recent since(JdbcClient jdbc, String name, String address, Instant since) {
        return jdbc.sql(
                        """
                        SELECT count(*) FILTER (WHERE name = :name) AS of_name,
                               count(*) FILTER (WHERE address = :address::inet) AS of_address,
                               max(failed_at) AS last
                          FROM sign_in_failure
                         WHERE (name = :name OR address = :address::inet) AND failed_at > :since
                        """)
                .param("name", name)
                .param("address", address)
                .param("since", Timestamp.from(since))
                .query(
                        (row, number) ->
                                new Recent(
                                        row.getInt("of_name"),
                                        row.getInt("of_address"),
                                        Optional.ofNullable(row.getTimestamp("last"))
                                                .map(Timestamp::toInstant)))
                .single();
    }

    /** One more; those before a time are forgotten. */
    public void add(JdbcClient jdbc, String name, String address, Instant at, Instant forgotten) {
        jdbc.sql("DELETE FROM sign_in_failure WHERE failed_at <= ?")
                .param(Timestamp.from(forgotten))
                .update();
        jdbc.sql("INSERT INTO sign_in_failure VALUES (?, ?::inet, ?)")
                .params(name, address, Timestamp.from(at))
                .update();
    }

    /** Forgets those of a name, after a success. */
    public void clear(JdbcClient jdbc, String name) {
        jdbc.sql("DELETE FROM sign_in_failure WHERE name = ?").param(name).update();
    }
}
