package org.pgwright.benchmarks.staged;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A statement of the application.
 *
 * @param sql with {@code :v1}, {@code :v2} ... for parameters, in this order; no two begin alike
 * @param highest what each parameter is at most; at least 1
 * @param weight how often it runs, beside others
 */
record StagedStatement(String sql, List<Integer> highest, int weight) {
    private static final Pattern PARAMETER = Pattern.compile("(?<!:):v\\d+");
    private static final int SHOWN = 2;

    StagedStatement {
        highest = List.copyOf(highest);
    }

    /** As a script of pgbench. */
    String script() {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < highest.size(); i++) {
            script.append("\\set v%d random(1, %d)\n".formatted(i + 1, highest.get(i)));
        }
        return script.append(sql).append(";\n").toString();
    }

    /** With question marks. */
    String prepared() {
        return PARAMETER.matcher(sql).replaceAll("?");
    }

    /** Its verb and table. */
    String name() {
        List<String> words = List.of(sql.split("\\s+|\\("));
        int table =
                switch (words.getFirst()) {
                    case "UPDATE" -> 1;
                    case "INSERT" -> SHOWN;
                    default -> words.indexOf("FROM") + 1;
                };
        return "%s %s".formatted(words.getFirst().toLowerCase(Locale.ROOT), words.get(table));
    }
}
