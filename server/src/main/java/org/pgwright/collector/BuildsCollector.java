package org.pgwright.collector;

import org.pgwright.observation.IndexBuild;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;

import java.util.List;

/** Reads how far index builds are. */
public final class BuildsCollector {
    private BuildsCollector() {}

    /** All builds under way on the server. */
    public static List<IndexBuild> read(ReadTransaction transaction) {
        return transaction.rows(
                "collector.builds",
                Deadlines.COLLECTION,
                row ->
                        new IndexBuild(
                                row.integer("pid"),
                                row.text("database_name"),
                                row.text("command"),
                                row.number("relation_oid"),
                                row.number("index_oid"),
                                row.text("phase"),
                                new IndexBuild.Share(
                                        row.number("blocks_done"), row.number("blocks_total")),
                                new IndexBuild.Share(
                                        row.number("rows_done"), row.number("rows_total"))));
    }
}
