package org.pgwright.advisor.candidate;

import org.jspecify.annotations.Nullable;
import org.pgwright.advisor.candidate.ReferenceUse.Search;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.TableReference.Operator;
import org.pgwright.planner.TableReference.Predicate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which conditions access methods other than B-trees serve, going by the operator families that the
 * server's catalogue has their operators in (manual, chapter 11.2 and appendix F).
 */
final class SearchRules {
    /** Shorter values make a B-tree as small as a hash index, and it can do more. */
    private static final int MIN_HASHED_WIDTH = 24;

    /** 64 MB; a smaller table is read whole in no time. */
    private static final long MIN_PAGES_OF_BLOCK_RANGES = 8_192;

    /** Rows in another order are in every range of blocks. */
    private static final double MIN_CORRELATION = 0.9;

    private static final String INVERTED = "gin";

    /** Access methods that find what a value contains, is near to, or overlaps. */
    private static final Set<String> SEARCHING = Set.of(INVERTED, "gist", "spgist");

    private static final Set<String> COMPANIONS = Set.of(INVERTED, "gist");

    /** Families whose operator class has to be named, since it is not the default of its type. */
    private static final Map<String, String> NAMED_CLASSES =
            Map.of(
                    "gin/jsonb_path_ops", "jsonb_path_ops",
                    "gin/gin_trgm_ops", "gin_trgm_ops",
                    "gist/gist_trgm_ops", "gist_trgm_ops",
                    "gist/network_ops", "inet_ops",
                    "gin/gin__int_ops", "gin__int_ops",
                    "spgist/kd_point_ops", "kd_point_ops");

    /** The operators that {@code pg_trgm} makes searchable: LIKE and regular expressions. */
    private static final Set<String> TRIGRAM_OPERATORS = Set.of("~~", "~~*", "~", "~*");

    private static final Set<String> ONLY_TRIGRAM_OPERATORS = Set.of("~~*", "~*");

    private final CatalogLookup lookup;

    SearchRules(CatalogLookup lookup) {
        this.lookup = lookup;
    }

    /** What can be looked up for some conditions of a mention, each once. */
    List<Search> of(TableReference reference, Table table, List<Predicate> predicates) {
        Set<Search> searches = new LinkedHashSet<>();
        for (Predicate predicate : predicates) {
            key(reference, table, predicate.column())
                    .ifPresent(key -> of(predicate, key, table).forEach(searches::add));
        }
        return List.copyOf(searches);
    }

    private Optional<IndexDefinition.Key> key(TableReference reference, Table table, String name) {
        Optional<IndexDefinition.Key> column =
                lookup.column(table.name(), name)
                        .filter(c -> c.generation() == null)
                        .map(c -> IndexDefinition.Key.ascending(c.name()));
        return column.isPresent()
                ? column
                : reference.expressions().stream()
                        .filter(e -> e.sql().equals(name))
                        .map(e -> IndexDefinition.Key.computed(e.sql()))
                        .findFirst();
    }

    private Stream<Search> of(Predicate predicate, IndexDefinition.Key key, Table table) {
        List<Family> families =
                predicate.operatorFamilies().stream()
                        .map(Family::of)
                        .filter(family -> isWanted(predicate, family, key, table))
                        .toList();
        // The planner takes a GiST index of signatures to be exact (manual, section 12.9).
        boolean inverted =
                predicate.operator() != Operator.EQUAL
                        && families.stream().anyMatch(f -> f.method().equals(INVERTED));
        return families.stream()
                .filter(family -> !inverted || family.method().equals(INVERTED))
                .map(
                        family ->
                                new Search(
                                        family.method(),
                                        key.by(family.namedClass()),
                                        !isCompanion(predicate, family)));
    }

    private boolean isWanted(
            Predicate predicate, Family family, IndexDefinition.Key key, Table table) {
        return switch (predicate.operator()) {
            case OTHER, LIKE -> SEARCHING.contains(family.method());
            case EQUAL ->
                    isCompanion(predicate, family)
                            || (family.method().equals("hash") && isWide(table, key));
            case RANGE -> family.method().equals("brin") && isAppended(table, key);
            case IN, IS_NULL, IS_NOT_NULL, BOOLEAN -> false;
        };
    }

    /** What {@code btree_gin} and {@code btree_gist} make a key of other methods. */
    private static boolean isCompanion(Predicate predicate, Family family) {
        return predicate.operator() == Operator.EQUAL
                && COMPANIONS.contains(family.method())
                && !family.schema().equals("pg_catalog");
    }

    private boolean isWide(Table table, IndexDefinition.Key key) {
        return statistics(table, key).filter(s -> s.averageWidth() >= MIN_HASHED_WIDTH).isPresent();
    }

    /** Whether rows come in the order of the key, as those of a log do. */
    boolean isAppended(Table table, IndexDefinition.Key key) {
        return lookup.pagesOf(table) >= MIN_PAGES_OF_BLOCK_RANGES
                && statistics(table, key)
                        .map(ColumnStatistics::correlation)
                        .filter(correlation -> Math.abs(correlation) >= MIN_CORRELATION)
                        .isPresent();
    }

    private Optional<ColumnStatistics> statistics(Table table, IndexDefinition.Key key) {
        return lookup.statisticsOf(table.name(), key.column());
    }

    /** The index that a condition would need an extension for that is not installed. */
    Optional<Refusal> missing(Predicate predicate, Table table) {
        boolean needed =
                predicate.operator() == Operator.LIKE
                        && TRIGRAM_OPERATORS.contains(predicate.symbol())
                        && (Wildcards.leads(predicate)
                                || ONLY_TRIGRAM_OPERATORS.contains(predicate.symbol()))
                        && predicate.operatorFamilies().stream()
                                .noneMatch(family -> family.endsWith("_trgm_ops"));
        if (!needed || lookup.column(table.name(), predicate.column()).isEmpty()) {
            return Optional.empty();
        }
        IndexDefinition.Key key =
                IndexDefinition.Key.ascending(predicate.column())
                        .by(new QualifiedName("public", "gin_trgm_ops"));
        return Optional.of(
                new Refusal(
                        new IndexDefinition(
                                table.name(), "gin", List.of(key), List.of(), List.of()),
                        "the extension pg_trgm is not installed; with CREATE EXTENSION pg_trgm this"
                                + " index could find what a pattern without a fixed beginning"
                                + " matches, which otherwise reads the whole table"));
    }

    /**
     * An operator family.
     *
     * @param method its access method
     */
    private record Family(String method, String schema, String name) {
        /** Of {@code method/schema.name}. */
        static Family of(String text) {
            int slash = text.indexOf('/');
            int dot = text.lastIndexOf('.');
            return new Family(
                    text.substring(0, slash),
                    text.substring(slash + 1, dot),
                    text.substring(dot + 1));
        }

        @Nullable QualifiedName namedClass() {
            String named = NAMED_CLASSES.get(method + "/" + name);
            return named == null ? null : new QualifiedName(schema, named);
        }
    }
}
