package org.pgwright.workload;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.workload.SqlScript.Comment;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the lines {@code -- weight N} of a workload file. */
final class Weight {
    private static final double MAX = 1e15;

    /** The word alone with one word after it, or anything that begins like a number. */
    private static final Pattern LINE =
            Pattern.compile(
                    "weight(?:\\s*[:=]\\s*|\\s+)(\\S+|[-+.0-9].*)", Pattern.CASE_INSENSITIVE);

    private static final Pattern EMPTY =
            Pattern.compile("weight\\s*[:=]?", Pattern.CASE_INSENSITIVE);

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,18})?");

    private Weight() {}

    /** The weight in the first line of a file, 1 without one. */
    static double ofFile(String file, String text) {
        String line = text.substring(0, StringScanner.lineEnd(text, 0)).strip();
        if (!line.startsWith("--")) {
            return 1;
        }
        return last(List.of(new Comment(line.substring(2).strip(), 1)), file, 1);
    }

    /** The weight in the comments before the statement, else the file's. */
    static double of(String file, SqlScript.Statement statement, double fileWeight) {
        return last(statement.comments(), file, fileWeight);
    }

    private static double last(List<Comment> comments, String file, double otherwise) {
        double weight = otherwise;
        for (Comment comment : comments) {
            Matcher matcher = LINE.matcher(comment.text());
            if (matcher.matches()) {
                weight = number(matcher.group(1), file, comment.line());
            } else if (EMPTY.matcher(comment.text()).matches()) {
                weight = number("", file, comment.line());
            }
        }
        return weight;
    }

    private static double number(String text, String file, int line) {
        if (NUMBER.matcher(text).matches()) {
            double weight = Double.parseDouble(text);
            if (weight > 0 && weight <= MAX) {
                return weight;
            }
        }
        throw new PgwrightException(
                ErrorCode.USAGE,
                "the weight \""
                        + text
                        + "\" in "
                        + file
                        + " line "
                        + line
                        + " is not a number above 0 and up to 1000000000000000",
                "write it in digits, without a comma or an exponent, as in: -- weight 20");
    }
}
