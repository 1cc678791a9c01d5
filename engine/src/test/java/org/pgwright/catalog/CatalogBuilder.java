package org.pgwright.catalog;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Catalogs made by hand: tables in schema {@code public}, with what a test needs to say of them.
 */
public final class CatalogBuilder {
    private final Map<String, Table> tables = new LinkedHashMap<>();
    private final List<Index> indexes = new ArrayList<>();
    private final List<Constraint> constraints = new ArrayList<>();
    private final List<ColumnStatistics> statistics = new ArrayList<>();
    private final List<TypeDefinition> types = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private String collate = "en_US.UTF-8";
    private @Nullable Duration counted = Duration.ofDays(90);
    private boolean inRecovery;

    public static QualifiedName name(String name) {
        return new QualifiedName("public", name);
    }

    public CatalogBuilder collate(String name) {
        collate = name;
        return this;
    }

    /** For how long the server has counted; null for not known. */
    public CatalogBuilder counted(@Nullable Duration period) {
        counted = period;
        return this;
    }

    public CatalogBuilder inRecovery() {
        inRecovery = true;
        return this;
    }

    public CatalogBuilder setting(String name, String value) {
        settings.put(name, value);
        return this;
    }

    public CatalogBuilder type(TypeDefinition type) {
        types.add(type);
        return this;
    }

    /**
     * @param columns each {@code name type}
     */
    public CatalogBuilder table(String table, double rows, String... columns) {
        long pages = Math.max(1, (long) (rows / 50));
        tables.put(
                table,
                new Table(
                        name(table),
                        Table.Kind.TABLE,
                        Table.Persistence.PERMANENT,
                        "owner",
                        Arrays.stream(columns).map(CatalogBuilder::column).toList(),
                        List.of(),
                        null,
                        null,
                        List.of(),
                        false,
                        false,
                        null,
                        new Table.Size(pages, pages, rows, pages, new Bytes(pages * 8192)),
                        Table.Activity.NONE));
        return this;
    }

    private static Table.Column column(String text) {
        int space = text.indexOf(' ');
        return new Table.Column(
                text.substring(0, space), text.substring(space + 1), false, null, false, null);
    }

    public CatalogBuilder activity(String table, Table.Activity activity) {
        return change(
                table,
                t ->
                        rebuilt(
                                t,
                                t.kind(),
                                t.parents(),
                                t.partitionBound(),
                                t.extension(),
                                activity));
    }

    public CatalogBuilder kind(String table, Table.Kind kind) {
        return change(
                table,
                t ->
                        rebuilt(
                                t,
                                kind,
                                t.parents(),
                                t.partitionBound(),
                                t.extension(),
                                t.activity()));
    }

    public CatalogBuilder ownedByExtension(String table, String extension) {
        return change(
                table,
                t ->
                        rebuilt(
                                t,
                                t.kind(),
                                t.parents(),
                                t.partitionBound(),
                                extension,
                                t.activity()));
    }

    public CatalogBuilder partitionOf(String table, String parent) {
        kind(parent, Table.Kind.PARTITIONED);
        return change(
                table,
                t ->
                        rebuilt(
                                t,
                                t.kind(),
                                List.of(name(parent)),
                                "DEFAULT",
                                t.extension(),
                                t.activity()));
    }

    public CatalogBuilder inheritsFrom(String table, String parent) {
        return change(
                table,
                t ->
                        rebuilt(
                                t,
                                t.kind(),
                                List.of(name(parent)),
                                null,
                                t.extension(),
                                t.activity()));
    }

    private CatalogBuilder change(String table, UnaryOperator<Table> change) {
        tables.compute(table, (n, t) -> change.apply(java.util.Objects.requireNonNull(t)));
        return this;
    }

    private static Table rebuilt(
            Table t,
            Table.Kind kind,
            List<QualifiedName> parents,
            @Nullable String bound,
            @Nullable String extension,
            Table.Activity activity) {
        return new Table(
                t.name(),
                kind,
                t.persistence(),
                t.owner(),
                t.columns(),
                parents,
                t.partitionKey(),
                bound,
                t.options(),
                t.rowSecurity(),
                t.forcesRowSecurity(),
                extension,
                t.size(),
                activity);
    }

    public CatalogBuilder statistics(String table, String column, double distinct, int width) {
        return statistics(table, column, distinct, width, 0);
    }

    public CatalogBuilder statistics(
            String table, String column, double distinct, int width, double nullFraction) {
        return statistics(table, column, distinct, width, nullFraction, null);
    }

    /** A column whose values ascend with the rows' places, each once. */
    public CatalogBuilder ascending(String table, String column) {
        return statistics(table, column, -1, 8, 0, 1.0);
    }

    private CatalogBuilder statistics(
            String table,
            String column,
            double distinct,
            int width,
            double nullFraction,
            @Nullable Double correlation) {
        statistics.add(
                new ColumnStatistics(
                        name(table),
                        column,
                        false,
                        nullFraction,
                        width,
                        distinct,
                        null,
                        null,
                        null,
                        correlation,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
        return this;
    }

    public CatalogBuilder foreignKey(String table, String column, String referenced) {
        return foreignKey(table, List.of(column), referenced);
    }

    public CatalogBuilder foreignKey(String table, List<String> columns, String referenced) {
        return foreignKey(table, columns, referenced, "FOREIGN KEY");
    }

    /** As {@code pg_get_constraintdef} ends its text from 18. */
    public CatalogBuilder unenforcedForeignKey(String table, String column, String referenced) {
        return foreignKey(table, List.of(column), referenced, "FOREIGN KEY NOT ENFORCED");
    }

    private CatalogBuilder foreignKey(
            String table, List<String> columns, String referenced, String definition) {
        constraints.add(
                new Constraint(
                        name(table),
                        table + "_" + String.join("_", columns) + "_fkey",
                        Constraint.Kind.FOREIGN_KEY,
                        definition,
                        true,
                        false,
                        columns,
                        name(referenced),
                        columns));
        return this;
    }

    public CatalogBuilder index(IndexBuilder index) {
        indexes.add(index.build());
        return this;
    }

    /** A B-tree to be changed further. */
    public static IndexBuilder btree(String index, String table, String... columns) {
        return new IndexBuilder(index, table, columns);
    }

    public Catalog build() {
        return new Catalog(
                new Server("18.0", 180_000, "1", 8192, 8, inRecovery, settings),
                new Database(
                        1,
                        "shop",
                        "owner",
                        new Bytes(1 << 30),
                        "UTF8",
                        "libc",
                        collate,
                        collate,
                        null,
                        null,
                        counted),
                List.of("public"),
                List.of(),
                List.of(),
                List.of(),
                types,
                List.of(),
                List.copyOf(tables.values()),
                constraints,
                indexes,
                List.of(),
                List.of(),
                List.of(),
                statistics,
                List.of(),
                Samples.NONE);
    }

    /** An index made by hand, valid and 100 pages long unless said otherwise. */
    public static final class IndexBuilder {
        private final String index;
        private final String table;
        private List<Index.Key> keys;
        private String method = "btree";
        private boolean unique;
        private boolean primary;
        private boolean valid = true;
        private boolean replicaIdentity;
        private Index.@Nullable State state = new Index.State(false, false);
        private List<String> include = List.of();
        private @Nullable String predicate;
        private @Nullable String constraint;
        private @Nullable QualifiedName parent;
        private boolean partitioned;
        private String options = "";
        private long pages = 100;
        private Index.Usage usage = Index.Usage.NONE;

        private IndexBuilder(String index, String table, String... columns) {
            this.index = index;
            this.table = table;
            this.keys = Arrays.stream(columns).map(IndexBuilder::key).toList();
        }

        /** {@code column}, {@code column DESC} or {@code lower(column)}. */
        private static Index.Key key(String text) {
            boolean descending = text.endsWith(" DESC");
            String column = descending ? text.substring(0, text.length() - 5) : text;
            return new Index.Key(
                    column.contains("(") ? null : column,
                    column,
                    new QualifiedName("pg_catalog", "int8_ops"),
                    null,
                    descending,
                    descending);
        }

        public IndexBuilder method(String name) {
            method = name;
            return this;
        }

        public IndexBuilder operatorClass(String name) {
            keys =
                    keys.stream()
                            .map(
                                    k ->
                                            new Index.Key(
                                                    k.column(),
                                                    k.expression(),
                                                    new QualifiedName("pg_catalog", name),
                                                    k.collation(),
                                                    k.descending(),
                                                    k.nullsFirst()))
                            .toList();
            return this;
        }

        public IndexBuilder collation(String name) {
            keys =
                    keys.stream()
                            .map(
                                    k ->
                                            new Index.Key(
                                                    k.column(),
                                                    k.expression(),
                                                    k.operatorClass(),
                                                    new QualifiedName("pg_catalog", name),
                                                    k.descending(),
                                                    k.nullsFirst()))
                            .toList();
            return this;
        }

        public IndexBuilder unique() {
            unique = true;
            return this;
        }

        public IndexBuilder primaryKey() {
            primary = true;
            constraint = index;
            return unique();
        }

        public IndexBuilder constraint() {
            constraint = index;
            return unique();
        }

        public IndexBuilder invalid() {
            valid = false;
            return this;
        }

        public IndexBuilder state(Index.@Nullable State known) {
            state = known;
            return this;
        }

        public IndexBuilder replicaIdentity() {
            replicaIdentity = true;
            return this;
        }

        public IndexBuilder include(String... columns) {
            include = List.of(columns);
            return this;
        }

        public IndexBuilder where(String condition) {
            predicate = condition;
            return this;
        }

        public IndexBuilder partOf(String parentIndex) {
            parent = name(parentIndex);
            return this;
        }

        public IndexBuilder partitioned() {
            partitioned = true;
            pages = 0;
            return this;
        }

        public IndexBuilder with(String storageParameters) {
            options = " WITH (" + storageParameters + ")";
            return this;
        }

        public IndexBuilder pages(long count) {
            pages = count;
            return this;
        }

        public IndexBuilder scans(long count) {
            usage = new Index.Usage(count, count, count);
            return this;
        }

        private Index build() {
            return new Index(
                    name(index),
                    name(table),
                    "CREATE INDEX " + index + " ON public." + table + " USING " + method + options,
                    method,
                    unique,
                    primary,
                    false,
                    false,
                    valid,
                    replicaIdentity,
                    state,
                    keys,
                    include,
                    predicate,
                    constraint,
                    parent,
                    partitioned,
                    null,
                    pages,
                    pages,
                    1000,
                    1,
                    null,
                    usage);
        }
    }
}
