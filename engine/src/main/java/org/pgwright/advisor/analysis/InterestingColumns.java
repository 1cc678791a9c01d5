package org.pgwright.advisor.analysis;

import org.pgwright.planner.TableReference;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The columns of a mention by which an index can be of use to it at all. */
public final class InterestingColumns {
    /** {@code min(x)} or {@code max(a.x)}: the analysis does not tell of aggregates. */
    private static final Pattern EXTREME =
            Pattern.compile(
                    "\\b(?:min|max)\\s*\\(\\s*(?:\"?[\\w$]+\"?\\s*\\.\\s*)*\"?([\\w$]+)\"?\\s*\\)",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);

    private InterestingColumns() {}

    /** Columns of conditions, joins, ORDER BY and GROUP BY. */
    public static Set<String> of(TableReference reference) {
        Set<String> columns = new LinkedHashSet<>();
        reference.predicates().forEach(p -> columns.add(p.column()));
        reference.joins().forEach(j -> columns.add(j.column()));
        reference.sort().forEach(s -> columns.add(s.column()));
        columns.addAll(reference.group());
        return columns;
    }

    /**
     * Columns that the statement may ask the minimum or maximum of, as its text has it. A name too
     * many costs a plan, no more. None where rows are grouped: then no single end is asked for.
     */
    public static List<String> extremes(AdvisedStatement statement, TableReference reference) {
        if (!reference.group().isEmpty()) {
            return List.of();
        }
        Set<String> columns = new LinkedHashSet<>();
        Matcher matcher = EXTREME.matcher(statement.statement().text());
        while (matcher.find()) {
            reference.output().stream()
                    .filter(column -> column.equalsIgnoreCase(matcher.group(1)))
                    .forEach(columns::add);
        }
        return List.copyOf(columns);
    }
}
