package org.pgwright.collector;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.observation.BloatMeasure;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.Query;
import org.pgwright.postgres.ReadTransaction;

import java.util.List;
import java.util.Map;

/**
 * Measures bloat by the extension pgstattuple, which reads a B-tree whole, and of a table all pages
 * that are not all-visible. It locks as a query does. Only done when somebody asks for it.
 */
public final class BloatMeter {
    private static final double PERCENT = 100;

    private final String schema;

    private BloatMeter(String schema) {
        this.schema = schema;
    }

    /**
     * A table or B-tree that can be measured.
     *
     * @param index its name; null for the table itself
     */
    public record Relation(long oid, QualifiedName table, @Nullable String index) {
        /** As a person writes it. */
        public String shown() {
            return index == null ? table.shown() : new QualifiedName(table.schema(), index).shown();
        }

        /** Whether a name, with or without its schema, is its own. */
        public boolean isNamed(String name) {
            String own = index == null ? table.name() : index;
            return name.equals(own)
                    || name.equals(table.schema() + "." + own)
                    || name.equals(shown());
        }
    }

    private record Found(String schema, boolean isComplete, boolean mayRun) {}

    /**
     * Looks for the extension.
     *
     * @throws PgwrightException USAGE if it is not there, NOT_ALLOWED if the role may not use it
     */
    public static BloatMeter find(ReadTransaction transaction, String database, String role) {
        List<Found> found =
                transaction.rows(
                        "collector.bloat_extension",
                        Deadlines.CHECKUP,
                        row ->
                                new Found(
                                        row.text("schema_name"),
                                        row.flag("is_complete"),
                                        row.flag("may_run")));
        if (found.isEmpty()) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the extension pgstattuple is not installed in database " + database,
                    "run CREATE EXTENSION pgstattuple there, or name nothing to see estimates");
        }
        if (!found.getFirst().isComplete()) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the extension pgstattuple in database " + database + " is too old",
                    "run ALTER EXTENSION pgstattuple UPDATE there");
        }
        if (!found.getFirst().mayRun()) {
            throw new PgwrightException(
                    ErrorCode.NOT_ALLOWED,
                    "role " + role + " may not run the functions of pgstattuple",
                    "GRANT pg_stat_scan_tables TO it, which pg_monitor includes");
        }
        return new BloatMeter(found.getFirst().schema());
    }

    /** All that can be measured: tables, each with its B-trees behind it. */
    public static List<Relation> relations(ReadTransaction transaction) {
        return transaction.rows(
                "collector.bloat_relations",
                Deadlines.CATALOG,
                row ->
                        new Relation(
                                row.number("oid"),
                                new QualifiedName(row.text("schema_name"), row.text("table_name")),
                                row.textOrNull("index_name")));
    }

    /**
     * Measures one.
     *
     * @throws PgwrightException DEADLINE_EXCEEDED if that takes too long
     */
    public BloatMeasure measure(ReadTransaction transaction, Relation relation) {
        String index = relation.index();
        return index == null ? table(transaction, relation) : index(transaction, relation, index);
    }

    private BloatMeasure table(ReadTransaction transaction, Relation relation) {
        return transaction
                .rows(
                        query("collector.bloat_table", transaction),
                        Deadlines.BLOAT,
                        row ->
                                new BloatMeasure.OfTable(
                                        relation.table(),
                                        row.number("bytes"),
                                        row.number("row_count"),
                                        row.number("dead_rows"),
                                        row.number("dead_bytes"),
                                        row.number("free_bytes"),
                                        row.real("scanned_percent") / PERCENT),
                        relation.oid())
                .getFirst();
    }

    private BloatMeasure index(ReadTransaction transaction, Relation relation, String index) {
        return transaction
                .rows(
                        query("collector.bloat_index", transaction),
                        Deadlines.BLOAT,
                        row -> {
                            Double percent = row.realOrNull("leaf_density");
                            return new BloatMeasure.OfIndex(
                                    relation.table(),
                                    index,
                                    row.number("bytes"),
                                    row.number("leaf_pages"),
                                    row.number("empty_pages"),
                                    row.number("deleted_pages"),
                                    percent == null ? null : percent / PERCENT);
                        },
                        relation.oid())
                .getFirst();
    }

    private Query query(String name, ReadTransaction transaction) {
        return Query.named(name, transaction.major()).withNames(Map.of("schema", schema));
    }
}
