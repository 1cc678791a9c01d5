package org.pgwright.collector;

import org.pgwright.observation.ServerIdentity;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;

/** Finds out which server it is. */
public final class ServerCollector {
    private ServerCollector() {}

    /**
     * Reads the server's identity.
     *
     * @throws org.pgwright.error.PgwrightException NOT_ALLOWED where the role may not run
     *     pg_control_system()
     */
    public static ServerIdentity read(ReadTransaction transaction) {
        return transaction.row(
                "collector.server",
                Deadlines.COLLECTION,
                row ->
                        new ServerIdentity(
                                row.number("system_identifier"),
                                row.text("version"),
                                Micros.instant(row, "started_at_micros"),
                                row.flag("in_recovery"),
                                row.integer("block_size")));
    }
}
