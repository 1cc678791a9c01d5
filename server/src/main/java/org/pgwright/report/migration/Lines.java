package org.pgwright.report.migration;

import org.pgwright.report.Words;

import java.util.ArrayList;
import java.util.List;

/** The lines of a file. */
final class Lines {
    private static final int COLUMNS = 100;

    private final List<String> lines = new ArrayList<>();

    /** Adds lines as they are. */
    Lines add(String... some) {
        lines.addAll(List.of(some));
        return this;
    }

    /** Adds the lines of a text, each behind an indentation. */
    Lines text(String indent, String text) {
        text.lines().forEach(line -> lines.add(line.isEmpty() ? line : indent + line));
        return this;
    }

    /**
     * Adds a comment. Whatever its text is, every line is one: breaks and control characters become
     * blanks.
     *
     * @param begin what makes a line a comment, with its indentation
     */
    Lines comment(String begin, String text) {
        lines.addAll(Words.wrapped(visible(text), begin, COLUMNS));
        return this;
    }

    /** Without characters that turn the direction of a line or are not seen, and placeholders. */
    private static String visible(String text) {
        return text.replaceAll("\\p{Cf}", "\uFFFD").replace("${", "$ {");
    }

    /** What is in the file, with a line feed at its end. */
    String content() {
        return String.join("\n", lines) + "\n";
    }
}
