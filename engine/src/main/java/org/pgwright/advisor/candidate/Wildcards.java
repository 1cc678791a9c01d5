package org.pgwright.advisor.candidate;

import org.pgwright.planner.TableReference.Predicate;

import java.util.Set;
import java.util.regex.Pattern;

/** What the constant of a pattern condition says of the beginning that it asks for. */
final class Wildcards {
    private static final Set<String> REGULAR_EXPRESSIONS = Set.of("~", "~*");
    private static final Pattern CONSTANT = Pattern.compile("\\s~~?\\*?\\s*E?'(.?)");

    private Wildcards() {}

    /** Whether a pattern is known to ask for no beginning, so that no order helps to find it. */
    static boolean leads(Predicate predicate) {
        if (predicate.condition() == null) {
            return false;
        }
        var constant = CONSTANT.matcher(predicate.condition());
        if (!constant.find()) {
            return false;
        }
        String first = constant.group(1);
        return REGULAR_EXPRESSIONS.contains(predicate.symbol())
                ? !first.equals("^")
                : first.equals("%") || first.equals("_");
    }
}
