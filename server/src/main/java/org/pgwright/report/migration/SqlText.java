package org.pgwright.report.migration;

import java.util.List;

/** Writes statements as a script of SQL, each explained by the comment above it. */
final class SqlText {
    /** The settings that builds need; a role's own may end them. */
    static final String BEFORE = "SET statement_timeout = 0";

    static final String AFTER = "RESET statement_timeout";

    private SqlText() {}

    /** What a phase does. */
    static void up(Lines lines, Phase phase) {
        lines.add(BEFORE + ";");
        for (IndexWork work : phase.works()) {
            lines.add("");
            head(lines, "-- ", work);
            statements(lines, work.up());
        }
        lines.add("", AFTER + ";");
    }

    /** What takes a phase back, the last first. */
    static void down(Lines lines, Phase phase) {
        lines.add(BEFORE + ";");
        for (IndexWork work : phase.works().reversed()) {
            lines.add("");
            lines.comment("-- ", "take back: " + work.subject());
            if (work.down().isEmpty()) {
                lines.comment("-- ", "nothing to do");
            }
            statements(lines, work.down());
        }
        lines.add("", AFTER + ";");
    }

    /** What is said of an index. */
    static void head(Lines lines, String comment, IndexWork work) {
        lines.comment(comment, work.subject());
        if (!work.wanted().reason().isBlank()) {
            lines.comment(comment, work.wanted().reason());
        }
        work.remarks().forEach(remark -> lines.comment(comment, remark));
    }

    private static void statements(Lines lines, List<Step> steps) {
        steps.forEach(step -> lines.text("", step.sql() + ";"));
    }
}
