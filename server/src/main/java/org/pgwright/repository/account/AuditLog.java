package org.pgwright.repository.account;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;

/** Table {@code audit_entry}. Entries are added, never changed. */
public final class AuditLog {
    /** Adds one. */
    public void add(JdbcClient jdbc, AuditEntry entry) {
        jdbc.sql(
                        """
                        INSERT INTO audit_entry (id, done_at, user_id, user_name, token_name, address,
                                                 action, subject, outcome)
                        VALUES (:id, :at, :user::uuid, :name, :token, :address::inet, :action, :subject,
                                :outcome)
                        """)
                .param("id", entry.id())
                .param("at", Timestamp.from(entry.at()))
                .param("user", entry.who().userId())
                .param("name", entry.who().userName())
                .param("token", entry.who().tokenName())
                .param("address", entry.who().address())
                .param("action", entry.action())
                .param("subject", entry.subject())
                .param("outcome", entry.outcome())
                .update();
    }

    /**
     * The newest first.
     *
     * @param before an entry, of which those older are wanted; null for the newest
     * @param most how many at the most
     */
    public List<AuditEntry> before(JdbcClient jdbc, @Nullable UUID before, int most) {
        return jdbc.sql(
                        """
                        SELECT id, done_at, user_id, user_name, token_name, host(address) AS address,
                               action, subject, outcome
                          FROM audit_entry
                         WHERE coalesce(id < :before::uuid, true)
                         ORDER BY id DESC
                         LIMIT :most
                        """)
                .param("before", before)
                .param("most", most)
                .query(
                        (row, number) ->
                                new AuditEntry(
                                        row.getObject("id", UUID.class),
                                        row.getTimestamp("done_at").toInstant(),
                                        new AuditEntry.Who(
                                                row.getObject("user_id", UUID.class),
                                                row.getString("user_name"),
                                                row.getString("token_name"),
                                                row.getString("address")),
                                        row.getString("action"),
                                        row.getString("subject"),
                                        row.getString("outcome")))
                .list();
    }
}
