package org.pgwright.advisor.cost;

import org.pgwright.advisor.cost.Writes.Write;
import org.pgwright.planner.HypotheticalIndex;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of written rows gets an entry in an index: of a partial one as many as of the rows
 * that are there, unless the statement itself says that its rows are others, such as an INSERT of
 * {@code 'queued'} beside an index {@code WHERE status = 'done'}.
 */
final class WrittenShare {
    private static final Pattern ONE_VALUE =
            Pattern.compile("\"?([\\w$]+)\"? = ('(?:[^']|'')*')(?:::[\\w .\"]+)?");

    /** A row that is written out, with every value in the text. */
    private static final Pattern VALUES =
            Pattern.compile(
                    "\\binsert\\s+into\\b[^;]*\\bvalues\\s*\\((?!.*\\$\\d)(?!.*\\bselect\\b).*",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private WrittenShare() {}

    static double of(Write write, HypotheticalIndex index) {
        boolean others =
                index.definition().conditions().stream()
                        .map(ONE_VALUE::matcher)
                        .filter(Matcher::matches)
                        .anyMatch(c -> writesAnother(write, c.group(1), c.group(2)));
        return others ? 0 : index.share();
    }

    private static boolean writesAnother(Write write, String column, String literal) {
        return switch (write.kind()) {
            case INSERT ->
                    VALUES.matcher(write.text()).find()
                            && write.text().contains("'")
                            && !write.text().contains(literal);
            case UPDATE -> assignsAnother(write.text(), column, literal);
            case DELETE -> false;
        };
    }

    private static boolean assignsAnother(String text, String column, String literal) {
        Matcher assigned =
                Pattern.compile(
                                "\\bset\\s+\"?"
                                        + Pattern.quote(column)
                                        + "\"?\\s*=\\s*('(?:[^']|'')*')",
                                Pattern.CASE_INSENSITIVE)
                        .matcher(text);
        return assigned.find() && !assigned.group(1).equals(literal);
    }
}
