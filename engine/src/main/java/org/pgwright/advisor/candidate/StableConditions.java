package org.pgwright.advisor.candidate;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.planner.TableReference.Predicate;
import org.pgwright.planner.TableReference.Stable;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says why PostgreSQL refuses indexes that conditions suggest whose functions are not immutable
 * (manual, CREATE INDEX and section 36.7), and what to do instead. Each once for a column.
 */
final class StableConditions {
    private static final String REFUSED =
            "PostgreSQL refuses it: functions in an index must be marked IMMUTABLE, and ";

    private static final String WORDS_OF_TEXT = "to_tsvector(";
    private static final String FORMATTED = "to_char(";

    private final CatalogLookup lookup;
    private final ColumnRules rules;
    private final SearchRules searches;
    private final ExistingIndexes existing;
    private final Set<Told> told = new HashSet<>();

    StableConditions(CatalogLookup lookup, ColumnRules rules, SearchRules searches) {
        this.lookup = lookup;
        this.rules = rules;
        this.searches = searches;
        this.existing = new ExistingIndexes(lookup);
    }

    private record Told(QualifiedName table, String column, Stable.Part part) {}

    /** Empty where nothing but the table's own values decides, or where it has been said. */
    Optional<Refusal> refusal(Predicate predicate, Table table) {
        Stable stable = predicate.stable();
        Table.Column column = lookup.column(table.name(), predicate.column()).orElse(null);
        if (stable == null || column == null) {
            return Optional.empty();
        }
        return switch (stable.part()) {
            case MOMENT -> moment(predicate, stable, column, table);
            case KEY -> key(stable, column, table, settings(stable, column));
            case AGE -> key(stable, column, table, age(column));
        };
    }

    private boolean isNew(Stable stable, Table.Column column, Table table) {
        return told.add(new Told(table.name(), column.name(), stable.part()));
    }

    private Optional<Refusal> moment(
            Predicate predicate, Stable stable, Table.Column column, Table table) {
        boolean narrows =
                switch (predicate.operator()) {
                    case EQUAL, RANGE -> true;
                    case IN, LIKE, IS_NULL, IS_NOT_NULL, BOOLEAN, OTHER -> false;
                };
        if (!narrows
                || rules.refusal(table.name(), column).isPresent()
                || !isNew(stable, column, table)) {
            return Optional.empty();
        }
        IndexDefinition whole = IndexDefinition.btree(table.name(), List.of(column.name()));
        IndexDefinition wanted =
                new IndexDefinition(
                        table.name(), "btree", whole.keys(), List.of(), List.of(stable.sql()));
        return Optional.of(new Refusal(wanted, momentReason(whole, column, table)));
    }

    private String momentReason(IndexDefinition whole, Table.Column column, Table table) {
        String name = Identifier.shown(column.name());
        String there =
                existing.serving(whole)
                        .map(Index::name)
                        .map(index -> ", as " + index.shown() + " is,")
                        .orElse("");
        String appended =
                table.kind() == Table.Kind.TABLE
                                && searches.isAppended(table, whole.keys().getFirst())
                        ? "; as its rows come in the order of "
                                + name
                                + ", so would a BRIN index or partitions by it, at little cost"
                        : "";
        return REFUSED
                + "the present moment is another one at every call. An index with "
                + name
                + " as its key"
                + there
                + " serves the condition at any moment"
                + appended
                + "; a partial index can have a fixed date instead, which a schedule has to renew"
                + " and queries have to name";
    }

    private Optional<Refusal> key(Stable stable, Table.Column column, Table table, String reason) {
        if (!isNew(stable, column, table)) {
            return Optional.empty();
        }
        String method = stable.sql().startsWith(WORDS_OF_TEXT) ? "gin" : "btree";
        IndexDefinition.Key key = IndexDefinition.Key.computed(stable.sql());
        return Optional.of(
                new Refusal(
                        new IndexDefinition(
                                table.name(), method, List.of(key), List.of(), List.of()),
                        REFUSED + reason));
    }

    private static String age(Table.Column column) {
        return "the present moment is another one at every call. With %1$s alone on one side of the comparison and the moment on the other, an index with %1$s as its key serves it"
                .formatted(Identifier.shown(column.name()));
    }

    private static String settings(Stable stable, Table.Column column) {
        String name = Identifier.shown(column.name());
        if (stable.sql().startsWith(WORDS_OF_TEXT)) {
            return "this depends on the session's default_text_search_config (STABLE). With the"
                    + " configuration named, as in to_tsvector('english', "
                    + name
                    + "), in both the query and the index, it is immutable";
        }
        String depends = "this depends on the session's TimeZone or locale (STABLE). ";
        if (stable.sql().startsWith(FORMATTED) && isDated(column)) {
            return depends
                    + "An immutable form is date_trunc('day', "
                    + (isZoned(column) ? inUtc(name) : name)
                    + ") or the like, in both the query and the index; or compare "
                    + name
                    + " itself with both ends of the period";
        }
        if (isZoned(column)) {
            return depends
                    + "An immutable form is "
                    + inUtc(stable.sql(), name)
                    + ", in both the query and the index; or compare "
                    + name
                    + " itself with both ends of the period";
        }
        return "this depends on settings of the session (STABLE). An expression of immutable"
                + " functions that says the same, in both the query and the index, could be a key";
    }

    private static boolean isDated(Table.Column column) {
        return column.type().equals("date") || column.type().startsWith("timestamp");
    }

    private static boolean isZoned(Table.Column column) {
        return column.type().startsWith("timestamp") && column.type().endsWith("with time zone");
    }

    private static String inUtc(String column) {
        return column + " AT TIME ZONE 'UTC'";
    }

    /** The expression with its column in UTC; the name may be that of a type or function, too. */
    private static String inUtc(String sql, String column) {
        return Pattern.compile("(?<![\\w\"':.])" + Pattern.quote(column) + "(?![\\w\"'(.])")
                .matcher(sql)
                .replaceAll(Matcher.quoteReplacement("(" + inUtc(column) + ")"))
                .replace("((" + inUtc(column) + "))", "(" + inUtc(column) + ")");
    }
}
