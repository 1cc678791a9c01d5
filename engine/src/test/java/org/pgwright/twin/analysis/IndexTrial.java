package org.pgwright.twin.analysis;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Builds an index for real, shows what a statement's plan makes of it, and undoes all of it. */
final class IndexTrial {
    private static final String[] SETTINGS = {
        "enable_seqscan", "enable_sort", "enable_hashagg", "enable_hashjoin", "enable_mergejoin"
    };

    /** The index's name in a plan, or that of its part on a partition. */
    static final String NAMES = "index_on_trial|events_202\\d_\\w+_idx";

    private IndexTrial() {}

    /**
     * The plan where no other index may be used, and nothing else if it can be helped.
     *
     * @param index what follows its name, {@code ON table (...)}
     */
    static String plan(AnalysisFixture shop, String index, String statement) throws SQLException {
        try (Connection connection = shop.database().connect();
                Statement question = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String setting : SETTINGS) {
                question.execute("SET LOCAL " + setting + " = off");
            }
            question.execute("UPDATE pg_index SET indisvalid = false WHERE indrelid >= 16384");
            question.execute("CREATE INDEX index_on_trial " + index);
            StringBuilder plan = new StringBuilder();
            try (ResultSet lines = question.executeQuery("EXPLAIN " + statement)) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
            connection.rollback();
            return plan.toString();
        }
    }
}
