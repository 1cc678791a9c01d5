package org.pgwright.ddl;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;

import java.util.List;
import java.util.Optional;

/** A statement about extended statistics, taken apart as far as it has to be to run it safely. */
public sealed interface StatisticsStatement extends ObjectStatement {
    /**
     * {@code CREATE STATISTICS}.
     *
     * @param name null where the server is to find one
     * @param body what is between the name and FROM, as written: {@code (dependencies) ON a, b}
     */
    record Create(boolean isIfNotExists, @Nullable ObjectName name, String body, ObjectName table)
            implements StatisticsStatement {
        /** The same statistics of a table, under a name. */
        public String sql(QualifiedName itsName, QualifiedName of) {
            return "CREATE STATISTICS " + itsName.quoted() + " " + body + " FROM " + of.quoted();
        }

        /** The kinds, columns and expressions. */
        public StatisticsContent content() {
            return StatisticsContent.of(body);
        }

        /** The name that it gives, or else the one that a server would find first. */
        public String nameOrUsual() {
            return name == null ? StatisticsNames.usual(table.name(), content()) : name.name();
        }
    }

    /**
     * {@code DROP STATISTICS}.
     *
     * @param names at least one
     * @param isCascade drops what depends on them, too
     */
    record Drop(boolean isIfExists, List<ObjectName> names, boolean isCascade)
            implements StatisticsStatement {
        public Drop {
            names = List.copyOf(names);
        }
    }

    /**
     * Reads one statement, a semicolon at its end or not.
     *
     * @return empty for any other statement, and for what no server would take for one of these
     */
    static Optional<StatisticsStatement> read(String sql) {
        return new StatisticsStatementReader(sql).read();
    }

    /**
     * Reads one that makes statistics.
     *
     * @return empty for any other statement
     */
    static Optional<Create> readCreate(String sql) {
        return read(sql).filter(Create.class::isInstance).map(Create.class::cast);
    }
}
