package org.pgwright.change;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.ddl.IndexStatement;
import org.pgwright.ddl.StatisticsStatement;
import org.pgwright.strategy.StepKind;

/**
 * A statement of a change.
 *
 * @param relation what it makes, drops or builds
 * @param table whose lock it needs
 */
record Step(StepKind kind, QualifiedName relation, QualifiedName table, String sql) {
    static Step create(IndexStatement.Create definition, String index, QualifiedName table) {
        return new Step(
                StepKind.CREATE,
                new QualifiedName(table.schema(), index),
                table,
                signed(definition.concurrently(index, table), "create_index"));
    }

    /** Empty, until parts are attached to it. */
    static Step createParent(IndexStatement.Create definition, String index, QualifiedName table) {
        return new Step(
                StepKind.CREATE_PARENT,
                new QualifiedName(table.schema(), index),
                table,
                signed(definition.onlyParent(index, table), "create_parent"));
    }

    /** Adopts what its partitions have of it, and builds what they have not. */
    static Step createAdopting(
            IndexStatement.Create definition, String index, QualifiedName table) {
        return new Step(
                StepKind.CREATE_PARENT,
                new QualifiedName(table.schema(), index),
                table,
                signed(definition.adopting(index, table), "create_parent"));
    }

    static Step attach(QualifiedName index, QualifiedName part, QualifiedName table) {
        return new Step(
                StepKind.ATTACH,
                part,
                table,
                signed(
                        "ALTER INDEX %s ATTACH PARTITION %s"
                                .formatted(index.quoted(), part.quoted()),
                        "attach_index"));
    }

    static Step drop(QualifiedName index, QualifiedName table) {
        return new Step(
                StepKind.DROP,
                index,
                table,
                signed("DROP INDEX CONCURRENTLY IF EXISTS " + index.quoted(), "drop_index"));
    }

    static Step dropParent(QualifiedName index, QualifiedName table) {
        return new Step(
                StepKind.DROP_PARENT,
                index,
                table,
                signed("DROP INDEX IF EXISTS " + index.quoted(), "drop_parent"));
    }

    static Step reindex(QualifiedName index, QualifiedName table) {
        return new Step(
                StepKind.REINDEX,
                index,
                table,
                signed("REINDEX INDEX CONCURRENTLY " + index.quoted(), "reindex"));
    }

    static Step analyze(QualifiedName table) {
        return new Step(
                StepKind.ANALYZE, table, table, signed("ANALYZE " + table.quoted(), "analyze"));
    }

    static Step createStatistics(
            StatisticsStatement.Create definition, QualifiedName name, QualifiedName table) {
        return new Step(
                StepKind.CREATE_STATISTICS,
                name,
                table,
                signed(definition.sql(name, table), "create_statistics"));
    }

    static Step dropStatistics(QualifiedName name, QualifiedName table) {
        return new Step(
                StepKind.DROP_STATISTICS,
                name,
                table,
                signed("DROP STATISTICS IF EXISTS " + name.quoted(), "drop_statistics"));
    }

    /** Behind the first word, so that the server's views show it. */
    private static String signed(String sql, String what) {
        int space = sql.indexOf(' ');
        return sql.substring(0, space)
                + " /* pgwright:change."
                + what
                + " */"
                + sql.substring(space);
    }

    /** For people: {@code create index shop.idx_orders}. */
    String shown() {
        String action =
                switch (kind) {
                    case CREATE -> "create index ";
                    case CREATE_PARENT -> "create the parent index ";
                    case ATTACH -> "attach the index ";
                    case DROP -> "drop index ";
                    case DROP_PARENT -> "drop the parent index ";
                    case REINDEX -> "reindex ";
                    case ANALYZE -> "analyze ";
                    case CREATE_STATISTICS -> "create statistics ";
                    case DROP_STATISTICS -> "drop statistics ";
                };
        return action + relation.shown();
    }
}
