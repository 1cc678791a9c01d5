package org.pgwright.catalog;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An index that could be: what to build, not what it is called.
 *
 * @param method the access method, such as {@code btree}
 * @param include columns carried for index-only scans
 * @param conditions of a partial index, each in SQL; all of them have to hold
 */
public record IndexDefinition(
        QualifiedName table,
        String method,
        List<Key> keys,
        List<String> include,
        List<String> conditions) {
    public IndexDefinition {
        keys = List.copyOf(keys);
        include = List.copyOf(include);
        conditions = List.copyOf(conditions);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("an index needs a key");
        }
    }

    /** A plain B-tree on columns, all ascending. */
    public static IndexDefinition btree(QualifiedName table, List<String> columns) {
        return new IndexDefinition(
                table,
                "btree",
                columns.stream().map(Key::ascending).toList(),
                List.of(),
                List.of());
    }

    /** The predicate of a partial index in SQL, null for an index of all rows. */
    public @Nullable String predicate() {
        return switch (conditions.size()) {
            case 0 -> null;
            case 1 -> conditions.getFirst();
            default ->
                    conditions.stream()
                            .map(condition -> "(" + condition + ")")
                            .collect(Collectors.joining(" AND "));
        };
    }

    /** The same index on another table, such as a partition. */
    public IndexDefinition on(QualifiedName other) {
        return new IndexDefinition(other, method, keys, include, conditions);
    }

    /** The same index with other keys. */
    public IndexDefinition keyedBy(List<Key> others) {
        return new IndexDefinition(table, method, others, include, conditions);
    }

    /** The same index with other columns beside its keys. */
    public IndexDefinition including(List<String> others) {
        return new IndexDefinition(table, method, keys, others, conditions);
    }

    /** The names of the key columns and the texts of the key expressions, in order. */
    public List<String> columns() {
        return keys.stream().map(Key::column).toList();
    }

    /**
     * Whether another index of the table does all that this one does: its keys begin with these, in
     * one of its scan directions, and it has the other columns too.
     */
    public boolean isServedBy(IndexDefinition other) {
        return table.equals(other.table)
                && method.equals("btree")
                && other.method.equals("btree")
                && conditions.equals(other.conditions)
                && beginsAs(other)
                && Stream.concat(other.columns().stream(), other.include.stream())
                        .toList()
                        .containsAll(include);
    }

    private boolean beginsAs(IndexDefinition other) {
        if (keys.size() > other.keys.size()) {
            return false;
        }
        for (int i = 0; i < keys.size(); i++) {
            if (!keys.get(i).column().equals(other.keys.get(i).column())
                    || keys.get(i).expression() != other.keys.get(i).expression()
                    || !Objects.equals(
                            keys.get(i).operatorClass(), other.keys.get(i).operatorClass())) {
                return false;
            }
        }
        return SortedKey.areScannedAlike(keys, other.keys);
    }

    /** What follows the index's name: {@code ON table USING method (...)}, every name quoted. */
    public String sqlAfterName() {
        return "ON " + table.quoted() + " " + body(Identifier::quoted);
    }

    /** The same for people, quoted only where needed, {@code USING btree} left out. */
    public String shownAfterName() {
        return "ON " + table.shown() + " " + body(Identifier::shown);
    }

    private String body(UnaryOperator<String> name) {
        StringBuilder sql = new StringBuilder();
        if (!method.equals("btree")) {
            sql.append("USING ").append(name.apply(method)).append(' ');
        }
        sql.append(keys.stream().map(k -> k.sql(name)).collect(Collectors.joining(", ", "(", ")")));
        if (!include.isEmpty()) {
            sql.append(
                    include.stream()
                            .map(name)
                            .collect(Collectors.joining(", ", " INCLUDE (", ")")));
        }
        if (!conditions.isEmpty()) {
            sql.append(" WHERE ").append(predicate());
        }
        return sql.toString();
    }

    /**
     * A key: a column or an expression.
     *
     * @param column its name, or the expression in SQL
     * @param expression whether it is one
     * @param operatorClass null for the type's default
     * @param nullsFirst the default is last when ascending, first when descending
     */
    public record Key(
            String column,
            boolean expression,
            @Nullable QualifiedName operatorClass,
            boolean descending,
            boolean nullsFirst)
            implements SortedKey {
        public static Key ascending(String column) {
            return new Key(column, false, null, false, false);
        }

        /** An expression, given in SQL. */
        public static Key computed(String sql) {
            return new Key(sql, true, null, false, false);
        }

        /** The same without a direction of its own. */
        public Key plain() {
            return sorted(false, false);
        }

        /** The same in another direction. */
        public Key sorted(boolean isDescending, boolean areNullsFirst) {
            return new Key(column, expression, operatorClass, isDescending, areNullsFirst);
        }

        /** The same column or expression, kept by an operator class. */
        public Key by(@Nullable QualifiedName itsOperatorClass) {
            return new Key(column, expression, itsOperatorClass, descending, nullsFirst);
        }

        private String sql(UnaryOperator<String> name) {
            StringBuilder sql =
                    new StringBuilder(expression ? "(" + column + ")" : name.apply(column));
            if (operatorClass != null) {
                sql.append(' ')
                        .append(name.apply(operatorClass.schema()))
                        .append('.')
                        .append(name.apply(operatorClass.name()));
            }
            if (descending) {
                sql.append(" DESC");
            }
            if (nullsFirst != descending) {
                sql.append(nullsFirst ? " NULLS FIRST" : " NULLS LAST");
            }
            return sql.toString();
        }
    }
}
