package org.pgwright.findings;

import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.Identifier;
import org.pgwright.planner.ExecutedPlan.Relation;

import java.util.Locale;

/** How findings in plans are worded. */
final class PlanWords {
    private static final int LONGEST_CONDITION = 200;
    private static final double PERCENT = 100;
    private static final long BLOCK = 8_192;

    private PlanWords() {}

    static String count(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String percent(double share) {
        double percent = PERCENT * share;
        if (percent >= 99.95 && percent < 100) {
            return "over 99.9 %";
        }
        boolean isNearlyAll = percent > 99 && percent < 100;
        return String.format(Locale.ROOT, isNearlyAll ? "%.1f %%" : "%.0f %%", percent);
    }

    static String times(double factor) {
        return String.format(Locale.ROOT, factor < 10 ? "%.1f times" : "%,.0f times", factor);
    }

    static String kilobytes(long kilobytes) {
        return new Bytes(kilobytes * 1024).shown();
    }

    static String blocks(double blocks) {
        return new Bytes(Math.round(blocks) * BLOCK).shown();
    }

    /** The share of the whole plan, said as what it was taken of. */
    static String share(PlanTree tree, double share) {
        String whole =
                tree.isTimed()
                        ? "of the plan's time"
                        : tree.root().isAnalyzed()
                                ? "of the rows that the plan handled"
                                : "of the plan's estimated cost";
        return percent(share) + " " + whole;
    }

    static String condition(String condition) {
        return condition.length() <= LONGEST_CONDITION
                ? condition
                : condition.substring(0, LONGEST_CONDITION) + "…";
    }

    /** A table as a statement would name it, as far as the plan does. */
    static String table(Relation relation) {
        String schema = relation.schema();
        String name = Identifier.shown(relation.name());
        return schema == null ? name : Identifier.shown(schema) + "." + name;
    }
}
