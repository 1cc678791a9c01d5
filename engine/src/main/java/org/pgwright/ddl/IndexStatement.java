package org.pgwright.ddl;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.QualifiedName;

import java.util.List;
import java.util.Optional;

/** A statement about indexes, taken apart as far as it has to be to run it safely. */
public sealed interface IndexStatement extends ObjectStatement {
    /** Whether it leaves applications alone while it works. */
    boolean isConcurrent();

    /**
     * {@code CREATE INDEX}.
     *
     * @param name null where the server is to find one
     * @param isOnly for the table itself and not its partitions
     * @param tail what follows the table's name, as written: {@code USING gin (tags) WHERE ...}
     */
    record Create(
            boolean isUnique,
            boolean isConcurrent,
            boolean isIfNotExists,
            @Nullable String name,
            boolean isOnly,
            ObjectName table,
            String tail)
            implements IndexStatement {
        /** Quoted, with everything as it is here. */
        public String sql() {
            return sql(isConcurrent, isOnly, name, table.quoted());
        }

        /** The same index on a table, under a name, beside reads and writes. */
        public String concurrently(String itsName, QualifiedName on) {
            return sql(true, false, itsName, on.quoted());
        }

        /** The same index of a partitioned table alone, which is empty and no plan may use. */
        public String onlyParent(String itsName, QualifiedName on) {
            return sql(false, true, itsName, on.quoted());
        }

        /** The same index of a partitioned table, which takes what its partitions have of it. */
        public String adopting(String itsName, QualifiedName on) {
            return sql(false, false, itsName, on.quoted());
        }

        private String sql(boolean concurrent, boolean only, @Nullable String called, String on) {
            return "CREATE "
                    + (isUnique ? "UNIQUE " : "")
                    + "INDEX "
                    + (concurrent ? "CONCURRENTLY " : "")
                    + (called == null ? "" : Identifier.quoted(called) + " ")
                    + "ON "
                    + (only ? "ONLY " : "")
                    + on
                    + " "
                    + tail;
        }
    }

    /**
     * {@code DROP INDEX}.
     *
     * @param indexes at least one
     * @param isCascade drops what depends on them, too
     */
    record Drop(
            boolean isConcurrent, boolean isIfExists, List<ObjectName> indexes, boolean isCascade)
            implements IndexStatement {
        public Drop {
            indexes = List.copyOf(indexes);
        }
    }

    /** {@code REINDEX INDEX}. */
    record Reindex(boolean isConcurrent, ObjectName index) implements IndexStatement {}

    /** {@code ALTER INDEX ... ATTACH PARTITION}. */
    record Attach(ObjectName index, ObjectName part) implements IndexStatement {
        /** It takes no time. */
        @Override
        public boolean isConcurrent() {
            return true;
        }
    }

    /**
     * Reads one statement, a semicolon at its end or not.
     *
     * @return empty for any other statement, and for what no server would take for one of these
     */
    static Optional<IndexStatement> read(String sql) {
        return new IndexStatementReader(sql).read();
    }
}
