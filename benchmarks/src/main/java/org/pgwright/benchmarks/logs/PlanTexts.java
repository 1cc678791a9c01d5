package org.pgwright.benchmarks.logs;

import java.util.Locale;
import java.util.Random;

/** Plans as auto_explain writes them with ANALYZE and BUFFERS, of a few to some dozen nodes. */
final class PlanTexts {
    private static final int DEEPEST = 6;

    private final Random random;

    PlanTexts(Random random) {
        this.random = random;
    }

    /** In auto_explain.log_format = json. */
    String json(String statement) {
        StringBuilder plan = new StringBuilder("{\n  \"Query Text\": \"");
        plan.append(statement.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
        plan.append("\",\n  \"Plan\": ");
        jsonNode(plan, 1, "  ");
        return plan.append("\n}").toString();
    }

    private void jsonNode(StringBuilder plan, int level, String indent) {
        boolean isJoin = level < DEEPEST && random.nextInt(3) > 0;
        String in = indent + "  ";
        plan.append("{\n");
        property(plan, in, "Node Type", isJoin ? "\"Hash Join\"" : "\"Index Scan\"");
        if (isJoin) {
            property(plan, in, "Join Type", "\"Inner\"");
        } else {
            property(plan, in, "Scan Direction", "\"Forward\"");
            property(plan, in, "Index Name", "\"orders_" + random.nextInt(40) + "_idx\"");
            property(plan, in, "Relation Name", "\"orders\"");
            property(plan, in, "Alias", "\"o_" + random.nextInt(9) + "\"");
        }
        figures(plan, in);
        property(
                plan,
                in,
                isJoin ? "Hash Cond" : "Index Cond",
                "\"(o.customer_id = " + random.nextInt(1_000_000) + ")\"");
        property(plan, in, "Shared Hit Blocks", whole(100_000));
        plan.append(in).append("\"Shared Read Blocks\": ").append(random.nextInt(1_000));
        if (isJoin) {
            plan.append(",\n").append(in).append("\"Plans\": [\n").append(in).append("  ");
            jsonNode(plan, level + 1, in + "  ");
            plan.append(",\n").append(in).append("  ");
            jsonNode(plan, level + 2, in + "  ");
            plan.append('\n').append(in).append(']');
        }
        plan.append('\n').append(indent).append('}');
    }

    private void figures(StringBuilder plan, String indent) {
        double cost = random.nextInt(10_000_000) / 100.0;
        property(plan, indent, "Startup Cost", String.format(Locale.ROOT, "%.2f", cost / 10));
        property(plan, indent, "Total Cost", String.format(Locale.ROOT, "%.2f", cost));
        property(plan, indent, "Plan Rows", whole(100_000));
        property(plan, indent, "Plan Width", whole(200));
        double millis = 100 * random.nextDouble();
        property(plan, indent, "Actual Startup Time", String.format(Locale.ROOT, "%.3f", millis));
        property(plan, indent, "Actual Total Time", String.format(Locale.ROOT, "%.3f", 2 * millis));
        property(plan, indent, "Actual Rows", whole(100_000));
        property(plan, indent, "Actual Loops", whole(50));
    }

    private String whole(int bound) {
        return Integer.toString(random.nextInt(bound));
    }

    private static void property(StringBuilder plan, String indent, String name, String value) {
        plan.append(indent).append('"').append(name).append("\": ").append(value).append(",\n");
    }

    /** In auto_explain.log_format = text. */
    String text(String statement) {
        StringBuilder plan = new StringBuilder("Query Text: ").append(statement);
        textNode(plan, 1, "");
        return plan.toString();
    }

    private void textNode(StringBuilder plan, int level, String indent) {
        boolean isJoin = level < DEEPEST && random.nextInt(3) > 0;
        double cost = random.nextInt(10_000_000) / 100.0;
        plan.append('\n').append(indent).append(level == 1 ? "" : "->  ");
        plan.append(
                String.format(
                        Locale.ROOT,
                        "%s  (cost=%.2f..%.2f rows=%d width=%d) (actual time=%.3f..%.3f rows=%d loops=%d)",
                        isJoin ? "Hash Join" : "Index Scan using orders_7_idx on orders o",
                        cost / 10,
                        cost,
                        random.nextInt(100_000),
                        random.nextInt(200),
                        random.nextDouble(),
                        1 + 100 * random.nextDouble(),
                        random.nextInt(100_000),
                        1 + random.nextInt(50)));
        String in = indent + (level == 1 ? "  " : "      ");
        plan.append('\n').append(in).append(isJoin ? "Hash Cond: " : "Index Cond: ");
        plan.append("(o.customer_id = ").append(random.nextInt(1_000_000)).append(')');
        plan.append('\n').append(in).append("Buffers: shared hit=").append(random.nextInt(10_000));
        if (isJoin) {
            textNode(plan, level + 1, in);
            textNode(plan, level + 2, in);
        }
    }
}
