package org.pgwright.report.runbook;

import java.util.List;

/** A part of a runbook's section. */
sealed interface Block {
    /** A paragraph. */
    record Words(String text) implements Block {}

    /** Rows under headings, a cell for each. */
    record Facts(List<String> headings, List<List<String>> rows) implements Block {
        public Facts {
            headings = List.copyOf(headings);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /**
     * A command line.
     *
     * @param what it does, a phrase
     * @param words of it, not quoted
     */
    record Command(String what, List<String> words) implements Block {
        public Command {
            words = List.copyOf(words);
        }
    }

    /**
     * A statement for psql.
     *
     * @param what it does, a phrase
     * @param isReading whether it only reads
     */
    record Sql(String what, String sql, boolean isReading) implements Block {}

    /**
     * A file that a command takes.
     *
     * @param name of the file
     */
    record Script(String what, String name, String sql) implements Block {}
}
