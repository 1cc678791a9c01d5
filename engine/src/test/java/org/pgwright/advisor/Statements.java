package org.pgwright.advisor;

import org.pgwright.catalog.CatalogBuilder;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.planner.StatementAnalyzer;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.TableReference.Join;
import org.pgwright.planner.TableReference.Operator;
import org.pgwright.planner.TableReference.Predicate;
import org.pgwright.planner.TableReference.SortKey;
import org.pgwright.workload.Statement;
import org.pgwright.workload.Workload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Statements made by hand, with what they mean: a workload and its analyser in one. */
public final class Statements implements StatementAnalyzer {
    private final Map<String, Made> made = new LinkedHashMap<>();

    private record Made(Statement statement, List<TableReference> references, String rejected) {}

    public Statements add(String text, double calls, TableReference... references) {
        made.put(text, new Made(statement(text, calls), List.of(references), ""));
        return this;
    }

    public Statements rejected(String text, String reason) {
        made.put(text, new Made(statement(text, 1), List.of(), reason));
        return this;
    }

    public static Statement statement(String text, double calls) {
        return new Statement(text, "hash of " + text, null, calls, Duration.ZERO, -1, null, "test");
    }

    public Workload workload() {
        return new Workload(made.values().stream().map(Made::statement).toList(), List.of());
    }

    @Override
    public Analysis analyze(Statement statement) {
        Made known = java.util.Objects.requireNonNull(made.get(statement.text()));
        return known.rejected.isEmpty()
                ? new Analysis.Analyzed(
                        statement,
                        known.references,
                        List.of(PlannableStatement.of(statement.text())))
                : new Analysis.Rejected(statement, known.rejected);
    }

    /** A mention of a table to be described further. */
    public static Mention of(String table) {
        return new Mention(table, 1);
    }

    public static Mention of(String table, int id) {
        return new Mention(table, id);
    }

    /** A mention of a table. */
    public static final class Mention {
        private final String table;
        private final int id;
        private final List<Predicate> predicates = new ArrayList<>();
        private final List<Join> joins = new ArrayList<>();
        private final List<SortKey> sort = new ArrayList<>();
        private List<String> group = List.of();
        private List<String> output = List.of("everything");

        private Mention(String table, int id) {
            this.table = table;
            this.id = id;
        }

        public Mention equal(String... columns) {
            return where(Operator.EQUAL, "=", "btree/pg_catalog.integer_ops", columns);
        }

        public Mention in(String... columns) {
            return where(Operator.IN, "=", "btree/pg_catalog.integer_ops", columns);
        }

        public Mention range(String... columns) {
            return where(Operator.RANGE, ">", "btree/pg_catalog.integer_ops", columns);
        }

        public Mention like(String... columns) {
            return where(Operator.LIKE, "~~", "gin/pg_catalog.nothing", columns);
        }

        public Mention where(Operator operator, String symbol, String family, String... columns) {
            for (String column : columns) {
                predicates.add(
                        new Predicate(
                                column,
                                operator,
                                symbol,
                                List.of(family),
                                null,
                                false,
                                null,
                                null));
            }
            return this;
        }

        public Mention either(String... columns) {
            for (String column : columns) {
                predicates.add(
                        new Predicate(
                                column,
                                Operator.EQUAL,
                                "=",
                                List.of("btree/pg_catalog.integer_ops"),
                                null,
                                true,
                                null,
                                null));
            }
            return this;
        }

        public Mention join(String column, int other, String otherColumn) {
            joins.add(new Join(column, "=", other, otherColumn));
            return this;
        }

        public Mention sort(String column) {
            sort.add(new SortKey(column, false, false));
            return this;
        }

        public Mention sortDescending(String column) {
            sort.add(new SortKey(column, true, true));
            return this;
        }

        public Mention group(String... columns) {
            group = List.of(columns);
            return this;
        }

        public Mention output(String... columns) {
            output = List.of(columns);
            return this;
        }

        public TableReference mention() {
            return new TableReference(
                    CatalogBuilder.name(table),
                    id,
                    false,
                    predicates,
                    joins,
                    sort,
                    group,
                    output,
                    List.of());
        }
    }
}
