package org.pgwright.sizes;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.Constraint;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How many different keys several columns of a table have, if they are independent of each other
 * but where a foreign key binds them: their keys are then keys of the other table.
 */
public final class DistinctKeys {
    private final CatalogLookup catalog;

    public DistinctKeys(CatalogLookup catalog) {
        this.catalog = catalog;
    }

    /**
     * Columns that are independent of the others.
     *
     * @param values not counting NULL
     * @param nulls the share of rows
     */
    private record Part(double values, double nulls) {}

    /**
     * @param independent the expected number among so many rows
     * @param most what the foreign keys allow
     */
    public record Count(double independent, double most) {}

    /** The count, if all the columns have statistics. */
    public Optional<Count> of(QualifiedName table, List<String> columns, double rows) {
        List<Part> parts = new ArrayList<>();
        List<String> rest = new ArrayList<>(columns);
        for (Constraint key : catalog.constraintsOf(table)) {
            if (bindsSeveral(key) && rest.containsAll(key.columns())) {
                OptionalDouble referenced = rowsOf(key);
                Optional<List<Part>> bound = parts(table, key.columns(), rows);
                if (referenced.isPresent() && bound.isPresent()) {
                    parts.add(together(bound.get(), referenced.getAsDouble()));
                    rest.removeAll(key.columns());
                }
            }
        }
        return parts(table, rest, rows)
                .map(
                        others -> {
                            parts.addAll(others);
                            return new Count(independent(parts, rows, 1), most(parts));
                        });
    }

    private static boolean bindsSeveral(Constraint key) {
        return key.kind() == Constraint.Kind.FOREIGN_KEY
                && key.isEnforced()
                && key.columns().size() > 1;
    }

    private OptionalDouble rowsOf(Constraint key) {
        QualifiedName referenced = key.referencedTable();
        Optional<Table> table = referenced == null ? Optional.empty() : catalog.table(referenced);
        return table.isPresent()
                ? OptionalDouble.of(Math.max(1, catalog.rowsOf(table.get())))
                : OptionalDouble.empty();
    }

    private Optional<List<Part>> parts(QualifiedName table, List<String> columns, double rows) {
        List<Part> parts = new ArrayList<>();
        for (String column : columns) {
            Optional<ColumnStatistics> known = catalog.statisticsOf(table, column);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            parts.add(
                    new Part(
                            Math.max(1, known.get().distinctAmong(rows)),
                            known.get().nullFraction()));
        }
        return Optional.of(parts);
    }

    private static Part together(List<Part> parts, double referenced) {
        double values = parts.stream().mapToDouble(Part::values).reduce(1, (a, b) -> a * b);
        double nulls = parts.stream().mapToDouble(Part::nulls).max().orElse(0);
        return new Part(Math.min(values, referenced), nulls);
    }

    private static double most(List<Part> parts) {
        double most = 1;
        for (Part part : parts) {
            most *= part.values() + (part.nulls() > 0 ? 1 : 0);
        }
        return most;
    }

    /**
     * Of P possible keys N rows hit {@code P (1 - exp(-N / P))}. NULL counts apart in each part: it
     * is one value that many rows may share.
     *
     * @param rows that have NULLs where the parts before were decided to have them
     * @param possible keys of the parts before
     */
    private static double independent(List<Part> parts, double rows, double possible) {
        if (rows <= 0) {
            return 0;
        }
        if (parts.isEmpty()) {
            return possible * -Math.expm1(-rows / possible);
        }
        Part part = parts.getFirst();
        List<Part> rest = parts.subList(1, parts.size());
        return independent(rest, rows * (1 - part.nulls()), possible * part.values())
                + independent(rest, rows * part.nulls(), possible);
    }
}
