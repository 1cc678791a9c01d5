package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.TableReference.Operator;
import org.pgwright.twin.analysis.ColumnValues.Level;
import org.pgwright.twin.analysis.ParameterUse.Argument;
import org.pgwright.twin.analysis.ParameterUse.Compared;
import org.pgwright.twin.analysis.ParameterUse.Form;
import org.pgwright.twin.analysis.ParameterUse.Limit;
import org.pgwright.twin.analysis.ParameterUse.Offset;
import org.pgwright.twin.analysis.ParameterUse.Stored;
import org.pgwright.twin.analysis.TypeInference.Typed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Synthesises values for a statement's parameters from the statistics of the columns that they are
 * compared with or stored in.
 */
final class ParameterValues {
    private static final int MAX_LIMIT = 1_000;
    private static final int USUAL_LIMIT = 10;

    private final ServerCatalog catalog;
    private final Statistics statistics;
    private final List<ParameterUse> uses;
    private final double rowsPerCall;
    private final Map<Integer, ValueSource> sources = new HashMap<>();
    private final Map<Integer, DataType> types = new HashMap<>();
    private final List<ColumnValues> equalities = new ArrayList<>();
    private final Map<String, Integer> compares = new HashMap<>();
    private final Set<Integer> counts = new HashSet<>();
    private final Set<Integer> plain = new HashSet<>();
    private boolean ranges;

    ParameterValues(
            ServerCatalog catalog,
            Statistics statistics,
            List<ParameterUse> uses,
            double rowsPerCall) {
        this.catalog = catalog;
        this.statistics = statistics;
        this.uses = uses.stream().map(statistics::informed).toList();
        this.rowsPerCall = rowsPerCall;
    }

    ParameterValues forStatement(Typed typed, SlottedText slotted) {
        List<Integer> numbers = typed.draft().numbers();
        for (int i = 0; i < numbers.size(); i++) {
            int number = numbers.get(i);
            int slot = slotted.slots().getOrDefault(number, 0);
            DataType type = catalog.type(typed.types().get(i));
            types.put(number, type);
            @Nullable ParameterUse use = best(slot);
            if (use instanceof Limit || use instanceof Offset) {
                counts.add(number);
            }
            if (use != null && rank(use) < 4 && !isExpression(use)) {
                plain.add(number);
            }
            sources.put(number, source(use, type, offset(use)));
        }
        return this;
    }

    private static boolean isExpression(ParameterUse use) {
        return use instanceof Compared compared && compared.form() == Form.EXPRESSION;
    }

    /** Parameters that are compared with one column stand for different values. */
    private int offset(@Nullable ParameterUse use) {
        if (!(use instanceof Compared compared) || compared.form() == Form.ELEMENT) {
            return 0;
        }
        return compares.merge(
                        compared.mention().id() + " " + compared.column().name(), 1, Integer::sum)
                - 1;
    }

    /** Whether there is a range whose width can be tuned. */
    boolean hasRanges() {
        return ranges;
    }

    /**
     * How often values of a level are asked for, if values are asked for as often as they occur.
     */
    double weight(Level level) {
        double weight = 1;
        for (ColumnValues values : equalities) {
            weight *= Math.max(values.weight(level), 1e-6);
        }
        return weight;
    }

    /** How boldly values are put for parameters in expressions, whose result nobody knows. */
    enum Boldness {
        /** Values of the column that the expression is compared with. */
        BOLD,
        /** The usual value of the parameter's type. */
        CAREFUL,
        /** None. */
        TIMID
    }

    /** The literals of one draw by working number; those of which nothing is known are missing. */
    Map<Integer, String> draw(Knobs knobs, Boldness boldness) {
        Map<Integer, String> literals = new HashMap<>();
        sources.forEach(
                (number, source) -> {
                    DataType type = types.get(number);
                    if (type == null || (boldness == Boldness.TIMID && !plain.contains(number))) {
                        return;
                    }
                    boolean usual = boldness == Boldness.CAREFUL && !plain.contains(number);
                    String value = usual ? Defaults.of(type, catalog) : source.draw(knobs);
                    if (value != null && value.indexOf('\0') < 0) {
                        String literal = literal(value, type);
                        // FETCH FIRST takes a constant only in parentheses.
                        literals.put(
                                number, counts.contains(number) ? "(" + literal + ")" : literal);
                    }
                });
        return literals;
    }

    /** Safe whether or not backslashes are escapes in plain strings. */
    private static String literal(String value, DataType type) {
        String quoted = "'" + value.replace("'", "''") + "'";
        String safe = value.indexOf('\\') < 0 ? quoted : "E" + quoted.replace("\\", "\\\\");
        return safe + "::" + type.name();
    }

    /** A column that it is compared with says more than one that it is stored in. */
    private @Nullable ParameterUse best(int slot) {
        @Nullable ParameterUse best = null;
        for (ParameterUse use : uses) {
            if (use.slot() == slot && (best == null || rank(use) < rank(best))) {
                best = use;
            }
        }
        return best;
    }

    private static int rank(ParameterUse use) {
        return switch (use) {
            case Argument argument -> 0;
            case Limit limit -> 0;
            case Offset offset -> 0;
            case Compared compared when compared.bare() && compared.form() != Form.EXPRESSION -> 1;
            case Compared compared when compared.bare() -> 2;
            case Stored stored -> 3;
            case Compared compared -> 4;
        };
    }

    private ValueSource source(@Nullable ParameterUse use, DataType type, int offset) {
        ValueSource usual = knobs -> Defaults.of(type, catalog);
        return switch (use) {
            case null -> usual;
            case Argument argument -> knobs -> argument.value();
            case Limit limit -> knobs -> Integer.toString(limit());
            case Offset skipped -> knobs -> Integer.toString(limit());
            case Stored stored -> stored(stored).or(usual);
            case Compared compared -> compared(compared, type, offset).or(usual);
        };
    }

    private int limit() {
        return rowsPerCall < 0
                ? USUAL_LIMIT
                : (int) Math.clamp(Math.ceil(rowsPerCall), 1, MAX_LIMIT);
    }

    private ValueSource stored(Stored use) {
        ColumnValues values = statistics.of(use.relation(), use.column());
        return knobs -> values.at(Level.RARE, 0);
    }

    private ValueSource compared(Compared use, DataType type, int offset) {
        boolean range = use.operator().classify() == Operator.RANGE;
        ranges |= range && !use.paged();
        if (use.operator().isEquality() && use.bare()) {
            equalities.add(statistics.of(use.mention().relation(), use.column()));
        }
        boolean paired = range && uses.stream().anyMatch(other -> isOtherEnd(use, other));
        return new ComparedValues(statistics, catalog).source(use, type, offset, paired);
    }

    private static boolean isOtherEnd(Compared use, ParameterUse other) {
        return other instanceof Compared end
                && end.mention() == use.mention()
                && end.column().equals(use.column())
                && end.operator().classify() == Operator.RANGE
                && ComparedValues.isLower(end) != ComparedValues.isLower(use);
    }
}
