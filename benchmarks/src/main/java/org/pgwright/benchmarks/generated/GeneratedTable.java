package org.pgwright.benchmarks.generated;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Collectors;

/** A table of a generated database; its names need no quotes. */
record GeneratedTable(String name, long rows, List<Column> columns) {
    GeneratedTable {
        columns = List.copyOf(columns);
    }

    /**
     * @param target the table that a reference is to, else null
     * @param indexed whether a reference has an index, as about half of an application's have
     */
    record Column(String name, Kind kind, @Nullable GeneratedTable target, boolean indexed) {
        private String fill() {
            return target == null
                    ? kind.fill()
                    : "1 + floor(power(random(), 2) * %d)::bigint".formatted(target.rows());
        }
    }

    List<Column> references() {
        return of(Kind.REFERENCE);
    }

    List<Column> of(Kind kind) {
        return columns.stream().filter(column -> column.kind() == kind).toList();
    }

    String created() {
        return columns.stream()
                .map(
                        c ->
                                c.name()
                                        + " "
                                        + c.kind().type()
                                        + (c.target() == null
                                                ? ""
                                                : " REFERENCES " + c.target().name()))
                .collect(Collectors.joining(", ", "CREATE TABLE " + name + " (", ")"));
    }

    String filled() {
        return columns.stream()
                .map(Column::fill)
                .collect(
                        Collectors.joining(
                                ", ",
                                "INSERT INTO " + name + " SELECT ",
                                " FROM generate_series(1, " + rows + ") i"));
    }

    List<String> indexed() {
        return columns.stream()
                .filter(Column::indexed)
                .map(c -> "CREATE INDEX ON %s (%s)".formatted(name, c.name()))
                .toList();
    }
}
