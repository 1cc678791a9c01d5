package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.TableReference.Operator;
import org.pgwright.twin.analysis.ColumnValues.Level;
import org.pgwright.twin.analysis.ParameterUse.Compared;
import org.pgwright.twin.analysis.ParameterUse.Form;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Draws the values of parameters that are compared with columns. */
final class ComparedValues {
    /** How many values an array holds that stands for a list. */
    private static final int LIST_LENGTH = 5;

    /** Where ranges with both ends have their upper one: near the newest rows. */
    private static final double UPPER_END = 0.95;

    private final Statistics statistics;
    private final ServerCatalog catalog;

    ComparedValues(Statistics statistics, ServerCatalog catalog) {
        this.statistics = statistics;
        this.catalog = catalog;
    }

    /**
     * @param type the parameter's
     * @param offset tells apart parameters that share a slot
     * @param paired whether the range has another end
     */
    ValueSource source(Compared use, DataType type, int offset, boolean paired) {
        ColumnValues values = statistics.of(use.mention().relation(), use.column());
        DataType column = base(catalog.type(use.column().type()));
        Operator operator = use.operator().classify();
        if (operator == Operator.LIKE) {
            return likes(use, values);
        }
        if (type.category() == 'T' && use.form() == Form.EXPRESSION) {
            return intervals(use, values, column);
        }
        if (use.form() == Form.ARRAY && !column.isArray()) {
            return knobs -> list(values, knobs.level());
        }
        if (!isComparable(column, base(type))) {
            return contents(values, column, type);
        }
        return switch (operator) {
            case EQUAL, IN -> knobs -> values.at(knobs.level(), use.element() + offset);
            case RANGE -> knobs -> Quantiles.at(values, place(use, knobs, paired), column);
            case LIKE, IS_NULL, IS_NOT_NULL, BOOLEAN, OTHER -> contained(use, values, column, type);
        };
    }

    private DataType base(DataType type) {
        return type.kind() == 'd' ? base(catalog.type(type.base())) : type;
    }

    /** Whether values of the column's type are values of the other, too. */
    private static boolean isComparable(DataType column, DataType type) {
        // U is whatever has no category of its own, such as documents and search terms.
        return column.category() == type.category()
                && (column.category() != 'U' || column.oid() == type.oid());
    }

    private static @Nullable String list(ColumnValues values, Level level) {
        List<String> drawn = new ArrayList<>();
        for (int i = 0; i < LIST_LENGTH; i++) {
            String value = values.at(level, i);
            if (value != null && !drawn.contains(value)) {
                drawn.add(value);
            }
        }
        return drawn.isEmpty() ? null : ArrayLiteral.of(drawn);
    }

    /** Whether the column's values have to be above the parameter. */
    static boolean isLower(Compared use) {
        return use.operator().btreeStrategy() > 3;
    }

    private static double place(Compared use, Knobs knobs, boolean paired) {
        if (use.paged()) {
            // A page's place in the order: anywhere.
            return 0.5;
        }
        if (paired) {
            double upper = Math.max(UPPER_END, knobs.share());
            return isLower(use) ? Math.max(0, upper - knobs.share()) : upper;
        }
        return isLower(use) ? 1 - knobs.share() : knobs.share();
    }

    private static ValueSource likes(Compared use, ColumnValues values) {
        boolean whole = use.form() != Form.EXPRESSION;
        return knobs -> {
            String value = values.at(knobs.level(), use.element());
            return value == null ? null : Patterns.of(value, use.operator().symbol(), whole);
        };
    }

    /** {@code created > now() - $1}: as long ago as a quantile lies before the newest value. */
    private static ValueSource intervals(Compared use, ColumnValues values, DataType column) {
        return knobs -> {
            String from = Quantiles.at(values, place(use, knobs, false), column);
            String newest = Quantiles.at(values, 1, column);
            if (from == null || newest == null) {
                return null;
            }
            try {
                Duration age = Duration.between(Quantiles.time(from), Quantiles.time(newest));
                return Math.max(1, age.toSeconds()) + " seconds";
            } catch (DateTimeException notATime) {
                return null;
            }
        };
    }

    /** The parameter is of the column's kind, compared by an operator that no B-tree knows. */
    private static ValueSource contained(
            Compared use, ColumnValues values, DataType column, DataType type) {
        if (column.isArray()) {
            return elements(values, true);
        }
        if (type.name().equals("jsonb")) {
            return of(values, Containment::part);
        }
        if (column.kind() == 'r') {
            return knobs -> middle(values.ranges());
        }
        return knobs -> values.at(knobs.level(), use.element());
    }

    /** The parameter is of another kind than the column, such as one of its elements. */
    private static ValueSource contents(ColumnValues values, DataType column, DataType type) {
        if (column.isArray()) {
            return elements(values, false);
        }
        if (column.name().equals("jsonb")) {
            return switch (type.name()) {
                case "jsonb" -> of(values, Containment::part);
                case "text" -> of(values, Containment::key);
                case "text[]" -> of(values, Containment::keys);
                case "jsonpath" -> of(values, Containment::path);
                default -> ValueSource.NONE;
            };
        }
        if (column.name().equals("tsvector") && !type.name().equals("regconfig")) {
            return knobs -> first(values.elements());
        }
        if (column.kind() == 'r') {
            return knobs -> {
                String range = middle(values.ranges());
                return range == null ? null : Containment.element(range);
            };
        }
        return ValueSource.NONE;
    }

    private static ValueSource of(ColumnValues values, Function<String, @Nullable String> part) {
        return knobs -> {
            String value = values.at(knobs.level(), 0);
            return value == null ? null : part.apply(value);
        };
    }

    private static ValueSource elements(ColumnValues values, boolean asArray) {
        return knobs -> {
            List<String> known = values.elements();
            if (known.isEmpty()) {
                return null;
            }
            String element =
                    switch (knobs.level()) {
                        case COMMON -> known.getFirst();
                        case MIDDLING -> known.get(known.size() / 2);
                        case RARE -> known.getLast();
                    };
            return asArray ? ArrayLiteral.of(List.of(element)) : element;
        };
    }

    private static @Nullable String first(List<String> values) {
        return values.isEmpty() ? null : values.getFirst();
    }

    private static @Nullable String middle(List<String> values) {
        return values.isEmpty() ? null : values.get(values.size() / 2);
    }
}
