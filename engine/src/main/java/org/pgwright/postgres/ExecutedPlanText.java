package org.pgwright.postgres;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.ExecutedPlan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code EXPLAIN} and auto_explain print as TEXT, their default (manual, sections 14.1
 * and F.3), of every supported major. Gives the tree that {@link ExecutedPlanJson} gives of the
 * same plan.
 *
 * <p>The text has no grammar: a condition may hold line ends and anything that looks like a node.
 * Lines belong to a condition as long as a quote in it is open.
 */
public final class ExecutedPlanText {
    private static final Pattern NODE =
            Pattern.compile(
                    "( *)(->  )?(\\S.*?)"
                            + "(?:  \\(cost=([\\d.]{1,30})\\.\\.([\\d.]{1,30}) rows=(\\d{1,30}) width=(\\d{1,9})\\))?"
                            + "(?: {1,2}\\((actual [^()]{0,200}|never executed)\\))?");

    private static final Pattern PROPERTY = Pattern.compile(" *([A-Z][A-Za-z/ -]*): +(.*)");
    private static final Pattern SUBPLAN =
            Pattern.compile(" +((?:InitPlan|SubPlan) \\d+.*|CTE .+)");

    private static final int ARROW = "->  ".length();

    private final Deque<PlanNodeText> open = new ArrayDeque<>();
    private @Nullable PlanNodeText root;
    private @Nullable String subplan;
    private int nodes;

    private ExecutedPlanText() {}

    /**
     * The plan in EXPLAIN's output or in auto_explain's, whose query text is passed over.
     *
     * @throws IllegalArgumentException if the text is neither, or a plan of more than {@value
     *     PlanProperties#MOST_NODES} nodes, {@value PlanProperties#MOST_LEVELS} levels or {@value
     *     PlanProperties#MOST_CHARACTERS} characters; it says nothing of the text
     */
    public static ExecutedPlan read(String text) {
        PlanProperties.checkLength(text);
        ExecutedPlanText reader = new ExecutedPlanText();
        List<String> lines = text.lines().toList();
        int first = firstNode(lines);
        for (int i = first; i < lines.size(); i++) {
            StringBuilder line = new StringBuilder(lines.get(i));
            boolean isOpen = turnsQuote(lines.get(i));
            while (isOpen && i + 1 < lines.size()) {
                line.append('\n').append(lines.get(++i));
                isOpen ^= turnsQuote(lines.get(i));
            }
            if (i > first && !line.isEmpty() && line.charAt(0) != ' ') {
                break; // planning time, settings and the like
            }
            reader.line(line.toString());
        }
        PlanNodeText root = reader.root;
        if (root == null) {
            throw notAPlan();
        }
        return root.plan();
    }

    private static IllegalArgumentException notAPlan() {
        return new IllegalArgumentException("not a plan in EXPLAIN's TEXT");
    }

    /** The first line with costs; without costs, the first line, if that can be a node. */
    private static int firstNode(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.contains("  (cost=") && !line.startsWith(" ")) {
                Matcher matcher = NODE.matcher(line);
                if (matcher.matches() && matcher.group(4) != null) {
                    return i;
                }
            }
        }
        if (!lines.isEmpty() && lines.getFirst().matches("[A-Z][A-Za-z]+( .*)?")) {
            return 0;
        }
        throw notAPlan();
    }

    /** Whether a quote is open behind the line if none was before it, and the other way round. */
    private static boolean turnsQuote(String line) {
        return line.chars().filter(c -> c == '\'').count() % 2 != 0;
    }

    private void line(String line) {
        Matcher node = NODE.matcher(line);
        boolean arrow = line.stripLeading().startsWith("->  ");
        if ((root == null || arrow) && node.matches()) {
            begin(node);
            return;
        }
        Matcher property = PROPERTY.matcher(line.replace('\n', '\0'));
        Matcher label = SUBPLAN.matcher(line);
        if (label.matches()) {
            subplan = label.group(1);
        } else if (property.matches() && !open.isEmpty()) {
            open.peek().property(property.group(1), property.group(2).replace('\0', '\n'));
        }
    }

    private void begin(Matcher line) {
        int column = line.group(1).length();
        if (++nodes > PlanProperties.MOST_NODES) {
            throw PlanProperties.tooLarge();
        }
        if (open.size() >= PlanProperties.MOST_LEVELS) {
            throw PlanProperties.tooDeep();
        }
        while (!open.isEmpty() && open.peek().column() >= column) {
            open.pop();
        }
        PlanNodeText node =
                new PlanNodeText(
                        line.group(2) == null ? column : column + ARROW,
                        new PlanHeading(line.group(3)));
        node.estimate(line.group(4), line.group(5), line.group(6), line.group(7));
        node.actual(line.group(8));
        if (subplan != null) {
            node.property(PlanProperties.SUBPLAN, subplan);
            subplan = null;
        }
        PlanNodeText parent = open.peek();
        if (parent != null) {
            parent.child(node);
        } else if (root == null) {
            root = node;
        }
        open.push(node);
    }
}
