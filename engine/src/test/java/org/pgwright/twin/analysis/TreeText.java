package org.pgwright.twin.analysis;

import org.pgwright.twin.analysis.TreeValue.Absent;
import org.pgwright.twin.analysis.TreeValue.Datum;
import org.pgwright.twin.analysis.TreeValue.Items;
import org.pgwright.twin.analysis.TreeValue.Node;
import org.pgwright.twin.analysis.TreeValue.Numbers;
import org.pgwright.twin.analysis.TreeValue.Text;
import org.pgwright.twin.analysis.TreeValue.Token;

import java.util.stream.Collectors;

/** Writes node trees as PostgreSQL's {@code outfuncs.c} does. */
final class TreeText {
    private TreeText() {}

    static String of(TreeValue value) {
        return switch (value) {
            case Absent absent -> "<>";
            case Token token -> escaped(token.text());
            case Text text -> text.text().isEmpty() ? "\"\"" : '"' + escaped(text.text()) + '"';
            case Datum datum ->
                    datum.bytes().size()
                            + datum.bytes().stream()
                                    .map(single -> single + " ")
                                    .collect(Collectors.joining("", " [ ", "]"));
            case Numbers numbers ->
                    numbers.values().stream()
                            .map(number -> " " + number)
                            .collect(Collectors.joining("", "(i", ")"));
            case Items items ->
                    items.values().stream()
                            .map(TreeText::of)
                            .collect(Collectors.joining(" ", "(", ")"));
            case Node node ->
                    node.fields().entrySet().stream()
                            .map(field -> " :" + field.getKey() + " " + of(field.getValue()))
                            .collect(Collectors.joining("", "{" + node.tag(), "}"));
        };
    }

    /** As {@code outToken}. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            boolean first =
                    i == 0
                            && (next == '<'
                                    || next == '"'
                                    || (next >= '0' && next <= '9')
                                    || next == '+'
                                    || next == '-');
            if (first || " \n\t(){}\\".indexOf(next) >= 0) {
                escaped.append('\\');
            }
            escaped.append(next);
        }
        return escaped.toString();
    }
}
