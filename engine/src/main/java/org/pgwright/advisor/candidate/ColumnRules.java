package org.pgwright.advisor.candidate;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.Database;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.catalog.TypeDefinition;
import org.pgwright.planner.TableReference.Predicate;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which columns can be keys of a B-tree, and which conditions on them it can serve. */
final class ColumnRules {
    /**
     * Wider values than this on average are refused: an entry holds at most 2,704 bytes (a third of
     * a page), and single values may be several times the average.
     */
    static final int MAX_AVERAGE_WIDTH = 600;

    /** The types of PostgreSQL itself without a B-tree operator class. */
    private static final Set<String> UNORDERED_TYPES =
            Set.of(
                    "json",
                    "xml",
                    "point",
                    "line",
                    "lseg",
                    "box",
                    "path",
                    "polygon",
                    "circle",
                    "aclitem",
                    "xid",
                    "cid",
                    "tsquery",
                    "tsvector");

    private static final Set<String> BYTEWISE_COLLATIONS =
            Set.of("C", "POSIX", "ucs_basic", "pg_c_utf8");

    /** {@code LIKE}, anchored regular expressions and {@code ^@}, all case-sensitive. */
    private static final Set<String> PREFIX_OPERATORS = Set.of("~~", "~", "^@", "LIKE");

    /** The operator classes that order texts by their bytes, whatever the collation. */
    private static final Map<String, String> PATTERN_CLASSES =
            Map.of(
                    "text", "text_pattern_ops",
                    "character varying", "varchar_pattern_ops",
                    "character", "bpchar_pattern_ops");

    private final CatalogLookup lookup;
    private final Map<String, TypeDefinition.Domain> domains = new HashMap<>();

    ColumnRules(CatalogLookup lookup) {
        this.lookup = lookup;
        for (TypeDefinition type : lookup.catalog().types()) {
            if (type instanceof TypeDefinition.Domain domain) {
                domains.put(domain.name().shown(), domain);
            }
        }
    }

    /** Why a column cannot be a key, empty where it can. */
    Optional<String> refusal(QualifiedName table, Table.Column column) {
        if (column.generation() != null) {
            return Optional.of("a virtual generated column cannot be indexed");
        }
        String type = baseType(column.type());
        if (UNORDERED_TYPES.contains(type)) {
            return Optional.of("a B-tree has no order for the type " + type);
        }
        int width =
                lookup.statisticsOf(table, column.name())
                        .map(ColumnStatistics::averageWidth)
                        .orElse(0);
        if (width > MAX_AVERAGE_WIDTH) {
            return Optional.of(
                    "values of %s are %,d bytes wide on average, and an entry of a B-tree holds at most 2,704: inserts might begin to fail"
                            .formatted(column.name(), width));
        }
        return Optional.empty();
    }

    /** The type below all domains, without its modifier: {@code numeric(6,4)} is numeric. */
    private String baseType(String type) {
        String name = type;
        for (int depth = 0; depth < domains.size() && domains.containsKey(name); depth++) {
            name = domains.get(name).baseType();
        }
        if (name.endsWith("[]")) {
            return name;
        }
        int modifier = name.indexOf('(');
        return modifier < 0 ? name : name.substring(0, modifier);
    }

    /** Whether a B-tree has an order for the values of a type. */
    boolean isOrdered(String type) {
        return !UNORDERED_TYPES.contains(baseType(type));
    }

    /**
     * The key, with the operator class that it needs, by which a B-tree serves a condition; empty
     * where none can.
     *
     * @param column that it is on, null where it is an expression
     * @param type of its values
     */
    Optional<IndexDefinition.Key> serving(
            Predicate predicate,
            IndexDefinition.Key key,
            Table.@Nullable Column column,
            String type) {
        return switch (predicate.operator()) {
            case EQUAL, IN, RANGE ->
                    Optional.of(key)
                            .filter(
                                    k ->
                                            predicate.operatorFamilies().stream()
                                                    .anyMatch(ColumnRules::isDefaultOrder));
            case BOOLEAN, IS_NULL, IS_NOT_NULL -> Optional.of(key);
            case LIKE -> beginningWith(predicate, key, column, type);
            case OTHER -> Optional.empty();
        };
    }

    /** A prefix is a range of bytes, so it needs an order by bytes. */
    private Optional<IndexDefinition.Key> beginningWith(
            Predicate predicate,
            IndexDefinition.Key key,
            Table.@Nullable Column column,
            String type) {
        if (!PREFIX_OPERATORS.contains(predicate.symbol()) || Wildcards.leads(predicate)) {
            return Optional.empty();
        }
        if (isOrderedBytewise(column)) {
            return Optional.of(key);
        }
        return Optional.ofNullable(PATTERN_CLASSES.get(baseType(type)))
                .map(name -> key.by(new QualifiedName("pg_catalog", name)));
    }

    /**
     * The pattern and image families order by bytes and belong to operator classes of their own.
     */
    private static boolean isDefaultOrder(String family) {
        return family.startsWith("btree/")
                && !family.endsWith("pattern_ops")
                && !family.endsWith("image_ops");
    }

    /** Whether the column sorts by its bytes, so that a prefix is a range. */
    boolean isOrderedBytewise(Table.@Nullable Column column) {
        if (column == null) {
            return isDatabaseOrderedBytewise();
        }
        if (column.collation() != null) {
            return BYTEWISE_COLLATIONS.contains(column.collation().name());
        }
        TypeDefinition.Domain domain = domains.get(column.type());
        if (domain != null && domain.collation() != null) {
            return BYTEWISE_COLLATIONS.contains(domain.collation().name());
        }
        if (baseType(column.type()).equals("name")) {
            return true;
        }
        return isDatabaseOrderedBytewise();
    }

    private boolean isDatabaseOrderedBytewise() {
        Database database = lookup.catalog().database();
        return switch (database.localeProvider()) {
            case "libc" -> BYTEWISE_COLLATIONS.contains(database.collate());
            case "builtin" ->
                    Set.of("C", "C.UTF-8", "C.UTF8").contains(String.valueOf(database.locale()));
            default -> false;
        };
    }
}
