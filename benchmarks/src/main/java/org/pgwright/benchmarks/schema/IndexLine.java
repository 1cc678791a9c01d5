package org.pgwright.benchmarks.schema;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code schema.table [method] (column [class] [DESC] [NULLS FIRST|LAST], ...) [INCLUDE
 * (column, ...)] [WHERE predicate]}.
 */
final class IndexLine {
    private static final String NAME = "(\"(?:[^\"]|\"\")+\"|\\w+)";
    private static final Pattern LINE =
            Pattern.compile(
                    NAME
                            + "\\."
                            + NAME
                            + "(?: (\\w+))? \\(([^)]+)\\)(?: INCLUDE \\(([^)]+)\\))?(?: WHERE"
                            + " (.+))?");
    private static final Pattern KEY =
            Pattern.compile(NAME + "(?: (\\w+)\\.(\\w+))?( ASC| DESC)?(?: NULLS (FIRST|LAST))?");

    private IndexLine() {}

    static IndexDefinition parse(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an index: " + line);
        }
        return new IndexDefinition(
                new QualifiedName(name(parts.group(1)), name(parts.group(2))),
                parts.group(3) == null ? "btree" : parts.group(3),
                list(parts.group(4)).stream().map(IndexLine::key).toList(),
                list(parts.group(5)).stream().map(IndexLine::name).toList(),
                parts.group(6) == null ? List.of() : List.of(parts.group(6)));
    }

    private static IndexDefinition.Key key(String text) {
        Matcher parts = KEY.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a key: " + text);
        }
        QualifiedName operatorClass =
                parts.group(2) == null ? null : new QualifiedName(parts.group(2), parts.group(3));
        boolean descending = " DESC".equals(parts.group(4));
        boolean nullsFirst = parts.group(5) == null ? descending : parts.group(5).equals("FIRST");
        return new IndexDefinition.Key(
                name(parts.group(1)),
                /* expression= */ false,
                operatorClass,
                descending,
                nullsFirst);
    }

    private static List<String> list(@Nullable String text) {
        return text == null ? List.of() : Arrays.asList(text.split(", "));
    }

    private static String name(String text) {
        return text.startsWith("\"")
                ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
                : text;
    }
}
