package org.pgwright.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds things in a {@link Catalog} by name, and walks its inheritance trees.
 *
 * <p>Made once from a catalog in time proportional to its size; each answer is a look-up.
 */
public final class CatalogLookup {
    /** The operator classes of GIN that a type has if none is named. */
    private static final Set<String> DEFAULT_CLASSES =
            Set.of("jsonb_ops", "array_ops", "tsvector_ops");

    private final Catalog catalog;
    private final Map<QualifiedName, Table> tables = new LinkedHashMap<>();
    private final Map<QualifiedName, List<Table>> children = new HashMap<>();
    private final Map<QualifiedName, Index> indexes = new HashMap<>();
    private final Map<QualifiedName, List<Index>> indexesByTable = new HashMap<>();
    private final Map<QualifiedName, List<Index>> partsByIndex = new HashMap<>();
    private final Map<QualifiedName, List<Constraint>> constraints = new HashMap<>();
    private final Map<ColumnKey, ColumnStatistics> statistics = new HashMap<>();
    private final Map<ColumnKey, List<KeySample>> keys = new HashMap<>();

    public CatalogLookup(Catalog catalog) {
        this.catalog = catalog;
        for (Table table : catalog.tables()) {
            tables.put(table.name(), table);
            table.parents().forEach(parent -> listOf(children, parent).add(table));
        }
        for (Index index : catalog.indexes()) {
            indexes.put(index.name(), index);
            listOf(indexesByTable, index.table()).add(index);
            if (index.parent() != null) {
                listOf(partsByIndex, index.parent()).add(index);
            }
        }
        catalog.constraints().forEach(c -> listOf(constraints, c.table()).add(c));
        catalog.samples()
                .expressions()
                .forEach(s -> statistics.put(new ColumnKey(s.relation(), s.column()), s));
        catalog.samples()
                .keys()
                .forEach(s -> listOf(keys, new ColumnKey(s.table(), s.column())).add(s));
        // The table's own figures win over those of it with its children.
        catalog.columnStatistics().stream()
                .sorted(Comparator.comparing(s -> !s.inherited()))
                .forEach(s -> statistics.put(new ColumnKey(s.relation(), s.column()), s));
    }

    public Catalog catalog() {
        return catalog;
    }

    public Optional<Table> table(QualifiedName name) {
        return Optional.ofNullable(tables.get(name));
    }

    public Optional<Index> index(QualifiedName name) {
        return Optional.ofNullable(indexes.get(name));
    }

    /** The table's own indexes, in the catalog's order. */
    public List<Index> indexesOf(QualifiedName table) {
        return List.copyOf(indexesByTable.getOrDefault(table, List.of()));
    }

    /** The indexes of partitions that are directly part of a partitioned index. */
    public List<Index> partsOf(QualifiedName partitionedIndex) {
        return List.copyOf(partsByIndex.getOrDefault(partitionedIndex, List.of()));
    }

    public List<Constraint> constraintsOf(QualifiedName table) {
        return List.copyOf(constraints.getOrDefault(table, List.of()));
    }

    public Optional<Table.Column> column(QualifiedName table, String column) {
        return table(table).stream()
                .flatMap(t -> t.columns().stream())
                .filter(c -> c.name().equals(column))
                .findFirst();
    }

    /** The tables that inherit from it directly, partitions included. */
    public List<Table> childrenOf(QualifiedName table) {
        return List.copyOf(children.getOrDefault(table, List.of()));
    }

    /** The tables below it at any depth, partitions included, parents first. */
    public List<Table> descendantsOf(QualifiedName table) {
        Set<Table> found = new LinkedHashSet<>();
        collectDescendants(table, found);
        return List.copyOf(found);
    }

    private void collectDescendants(QualifiedName table, Set<Table> found) {
        for (Table child : childrenOf(table)) {
            if (found.add(child)) {
                collectDescendants(child.name(), found);
            }
        }
    }

    /** The partitions below a partitioned table that hold rows; of any other table, itself. */
    public List<Table> leavesOf(Table table) {
        if (table.kind() != Table.Kind.PARTITIONED) {
            return List.of(table);
        }
        return descendantsOf(table.name()).stream()
                .filter(child -> child.kind() != Table.Kind.PARTITIONED)
                .toList();
    }

    /** The partitioned tables that a partition is below, nearest first. */
    public List<QualifiedName> partitionAncestorsOf(QualifiedName table) {
        List<QualifiedName> ancestors = new ArrayList<>();
        Optional<Table> current = table(table).filter(Table::isPartition);
        while (current.isPresent() && ancestors.size() < tables.size()) {
            QualifiedName parent = current.get().parents().getFirst();
            ancestors.add(parent);
            current = table(parent).filter(Table::isPartition);
        }
        return ancestors;
    }

    /**
     * How many rows a table has; a partitioned one, with all its partitions. Where the server never
     * counted them, the live rows that its statistics saw, or else what fits into its pages.
     */
    public double rowsOf(Table table) {
        return leavesOf(table).stream().mapToDouble(this::ownRowsOf).sum();
    }

    /** The same of the table alone: a partitioned one has none. */
    public double ownRowsOf(Table table) {
        return TableRows.of(
                table,
                column ->
                        ownStatistics(table, column.name())
                                .map(ColumnStatistics::averageWidth)
                                .orElse(null));
    }

    /** How many pages a table has; a partitioned one, with all its partitions. */
    public long pagesOf(Table table) {
        return leavesOf(table).stream().mapToLong(leaf -> leaf.size().pages()).sum();
    }

    /**
     * The statistics of a column, or of an expression that was sampled; of a partitioned table
     * without its own, its largest leaf's.
     */
    public Optional<ColumnStatistics> statisticsOf(QualifiedName table, String column) {
        ColumnStatistics own = statistics.get(new ColumnKey(table, column));
        if (own != null) {
            return Optional.of(own);
        }
        return table(table).filter(t -> t.kind() == Table.Kind.PARTITIONED).stream()
                .flatMap(t -> leavesOf(t).stream())
                .sorted(Comparator.comparingDouble((Table t) -> -ownRowsOf(t)))
                .flatMap(leaf -> ownStatistics(leaf, column).stream())
                .findFirst();
    }

    private Optional<ColumnStatistics> ownStatistics(Table table, String column) {
        return Optional.ofNullable(statistics.get(new ColumnKey(table.name(), column)));
    }

    /** How many distinct values a column has, at least 1; half the rows where not known. */
    public double distinctValues(Table table, String column) {
        double rows = Math.max(1, rowsOf(table));
        return statisticsOf(table.name(), column)
                .map(known -> Math.max(1, known.distinctAmong(rows)))
                .orElse(Math.max(1, rows / 2));
    }

    /**
     * What was sampled of the keys that an index would make of one of its key columns. Of a
     * partitioned table and of a partition that was not sampled, the largest partition's.
     */
    public Optional<KeySample> keysOf(QualifiedName table, IndexDefinition.Key key) {
        Optional<KeySample> own = ownKeysOf(table, key);
        return own.isPresent()
                ? own
                : Stream.concat(Stream.of(table), partitionAncestorsOf(table).stream())
                        .flatMap(above -> table(above).stream())
                        .filter(above -> above.kind() == Table.Kind.PARTITIONED)
                        .flatMap(above -> leavesOf(above).stream())
                        .sorted(Comparator.comparingDouble(leaf -> -ownRowsOf(leaf)))
                        .flatMap(leaf -> ownKeysOf(leaf.name(), key).stream())
                        .findFirst();
    }

    private Optional<KeySample> ownKeysOf(QualifiedName table, IndexDefinition.Key key) {
        return keys.getOrDefault(new ColumnKey(table, key.column()), List.of()).stream()
                .filter(
                        sample ->
                                key.operatorClass() == null
                                        ? DEFAULT_CLASSES.contains(sample.operatorClass().name())
                                        : sample.operatorClass().equals(key.operatorClass()))
                .findFirst();
    }

    private static <K, V> List<V> listOf(Map<K, List<V>> map, K key) {
        return map.computeIfAbsent(key, k -> new ArrayList<>());
    }

    private record ColumnKey(QualifiedName relation, String column) {}
}
