package org.pgwright.benchmarks;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code [SCALE] [BUDGET...] [--data FOLDER]}, such as {@code 1 250MB 1GB}; a megabyte has a
 * million bytes, as in the literature.
 *
 * @param data where the loaded database is kept for the next run; null to load it anew
 */
record BudgetArguments(double scale, List<Bytes> budgets, @Nullable Path data) {
    private static final Pattern BUDGET = Pattern.compile("(\\d+(?:\\.\\d+)?)(MB|GB)");
    private static final double MILLION = 1e6;
    private static final double BILLION = 1e9;

    private static final List<Bytes> USUAL =
            List.of(megabytes(250), megabytes(500), megabytes(1_000), megabytes(2_000));

    static BudgetArguments of(List<String> arguments) {
        double scale = 1;
        List<Bytes> budgets = new ArrayList<>();
        Path data = null;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            Matcher budget = BUDGET.matcher(argument.toUpperCase(Locale.ROOT));
            if (argument.equals("--data")) {
                data = Path.of(arguments.get(++i));
            } else if (budget.matches()) {
                double unit = budget.group(2).equals("GB") ? BILLION : MILLION;
                budgets.add(new Bytes(Math.round(Double.parseDouble(budget.group(1)) * unit)));
            } else {
                scale = Double.parseDouble(argument);
            }
        }
        return new BudgetArguments(scale, budgets.isEmpty() ? USUAL : budgets, data);
    }

    private static Bytes megabytes(long count) {
        return new Bytes(Math.round(count * MILLION));
    }
}
