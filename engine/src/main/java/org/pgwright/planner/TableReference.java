package org.pgwright.planner;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One mention of a table in a statement, and what the statement asks of it.
 *
 * @param id distinguishes the mentions within the statement
 * @param modified whether the statement inserts into, updates or deletes from it
 * @param predicates that every row of the mention has to satisfy (joined by AND), and those of OR
 *     branches, marked as such
 * @param joins columns compared with a column of another mention
 * @param sort the leading columns of an order that is asked for which this mention supplies by
 *     itself: of ORDER BY, of a window, or the one column of which the smallest or largest value is
 *     asked; the server sorts what follows within equal ones
 * @param group columns of GROUP BY or DISTINCT
 * @param output every column of the mention that the statement reads anywhere
 * @param expressions what conditions, orders and groups of the mention compare in place of columns
 */
public record TableReference(
        QualifiedName table,
        int id,
        boolean modified,
        List<Predicate> predicates,
        List<Join> joins,
        List<SortKey> sort,
        List<String> group,
        List<String> output,
        List<Expression> expressions) {
    public TableReference {
        predicates = List.copyOf(predicates);
        joins = List.copyOf(joins);
        sort = List.copyOf(sort);
        group = List.copyOf(group);
        output = List.copyOf(output);
        expressions = List.copyOf(expressions);
    }

    /**
     * The columns that every row of the mention has to have given values in; no expressions.
     *
     * <p>These are the conditions to which the planner applies what it knows of columns that decide
     * one another (manual, CREATE STATISTICS, kind {@code dependencies}).
     */
    public Set<String> fixedColumns() {
        Set<String> columns = new LinkedHashSet<>();
        for (Predicate predicate : predicates) {
            boolean isFixed =
                    switch (predicate.operator()) {
                        case EQUAL, IN, BOOLEAN -> !predicate.alternative();
                        case RANGE, LIKE, IS_NULL, IS_NOT_NULL, OTHER -> false;
                    };
            if (isFixed) {
                columns.add(predicate.column());
            }
        }
        return columns;
    }

    /** The same mention with other conditions. */
    public TableReference with(List<Predicate> others) {
        return new TableReference(
                table, id, modified, others, joins, sort, group, output, expressions);
    }

    /**
     * An immutable expression over columns of the mention, which an index can hold.
     *
     * @param sql with every name quoted where needed and qualified unless of {@code pg_catalog}; in
     *     predicates, sorts and groups it stands in the place of a column's name
     * @param type of its values, as {@code format_type} has it
     * @param columns that it is computed from, each once
     * @param builtIn whether nothing but PostgreSQL's own code computes it, so that it may be
     *     computed on a monitored server with our rights
     */
    public record Expression(String sql, String type, List<String> columns, boolean builtIn) {
        public Expression {
            columns = List.copyOf(columns);
        }
    }

    /** How a predicate narrows its column, as far as an index is concerned. */
    public enum Operator {
        /** {@code =}, with a value known before the scan. */
        EQUAL,
        /** {@code IN (...)} or {@code = ANY (...)}. */
        IN,
        /** {@code < <= > >=} and BETWEEN. */
        RANGE,
        /** {@code LIKE}, {@code ~~} and its kin. */
        LIKE,
        IS_NULL,
        IS_NOT_NULL,
        /** A boolean column used as a condition: {@code WHERE active} or {@code NOT active}. */
        BOOLEAN,
        /** Any other operator, such as {@code @>}. */
        OTHER
    }

    /**
     * A condition on one column.
     *
     * @param column its name, or the text of an expression of the mention
     * @param symbol the operator as it is written, such as {@code >=}; empty for a condition that
     *     is more than one operator on the column, and narrows no index
     * @param operatorFamilies the index operator families that know the operator, as {@code
     *     method/schema.name}
     * @param parameter the number of the parameter that it is compared with, else null
     * @param alternative whether it stands in an OR branch
     * @param condition the whole of it in SQL where it holds no more than columns and constants and
     *     is immutable, so that it can be the predicate of a partial index; else null
     * @param stable what keeps it from an index where that is a function which is not immutable,
     *     such as {@code now()}; else null
     */
    public record Predicate(
            String column,
            Operator operator,
            String symbol,
            List<String> operatorFamilies,
            @Nullable Integer parameter,
            boolean alternative,
            @Nullable String condition,
            @Nullable Stable stable) {
        public Predicate {
            operatorFamilies = List.copyOf(operatorFamilies);
        }

        /** The same where the calls do not share its constants. */
        public Predicate withoutCondition() {
            return new Predicate(
                    column,
                    operator,
                    symbol,
                    operatorFamilies,
                    parameter,
                    alternative,
                    null,
                    stable);
        }
    }

    /**
     * What an index would have if functions in it did not have to be immutable.
     *
     * @param sql of {@code part}; values that do not matter to people are given as {@code …}
     */
    public record Stable(Part part, String sql) {
        /** Where in an index it would stand. */
        public enum Part {
            /** A predicate, which compares a column with the present moment. */
            MOMENT,
            /** A key that settings of the session have a say in. */
            KEY,
            /** A key that the present moment has a say in: {@code now() - created_at}. */
            AGE
        }
    }

    /** A comparison with a column of another mention; {@code otherId} is that mention's id. */
    public record Join(String column, String symbol, int otherId, String otherColumn) {}

    /** A column of ORDER BY. */
    public record SortKey(String column, boolean descending, boolean nullsFirst) {}
}
