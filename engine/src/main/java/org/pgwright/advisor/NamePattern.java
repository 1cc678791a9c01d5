package org.pgwright.advisor;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;

import java.util.Locale;
import java.util.regex.Pattern;

/** A pattern for table names as psql takes it, and how far a name is from it. */
record NamePattern(@Nullable String schema, String name) {
    /** In the parts, a glob character that is to be taken as one; quoted ones stay themselves. */
    private static final char ANY = '\uE000';

    private static final char ONE = '\uE001';

    static NamePattern parse(String text) {
        StringBuilder part = new StringBuilder();
        String schema = null;
        boolean quoted = false;
        String trimmed = text.strip();
        for (int i = 0; i < trimmed.length(); i++) {
            char c = trimmed.charAt(i);
            if (c == '"') {
                boolean doubled =
                        quoted && i + 1 < trimmed.length() && trimmed.charAt(i + 1) == '"';
                if (doubled) {
                    part.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == '.' && !quoted && schema == null) {
                schema = part.toString();
                part.setLength(0);
            } else {
                part.append(quoted ? String.valueOf(c) : unquoted(c));
            }
        }
        return new NamePattern(schema, part.toString());
    }

    private static String unquoted(char c) {
        return switch (c) {
            case '*' -> String.valueOf(ANY);
            case '?' -> String.valueOf(ONE);
            default -> String.valueOf(c).toLowerCase(Locale.ROOT);
        };
    }

    boolean matches(QualifiedName table) {
        return (schema == null || regex(schema).matcher(table.schema()).matches())
                && regex(name).matcher(table.name()).matches();
    }

    private static Pattern regex(String part) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            switch (c) {
                case ANY -> regex.append(".*");
                case ONE -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** The number of letters to change, add or leave out to make the name of it, schemas beside. */
    int distance(QualifiedName table) {
        int ofName =
                editDistance(name.toLowerCase(Locale.ROOT), table.name().toLowerCase(Locale.ROOT));
        return schema == null ? ofName : ofName + editDistance(schema, table.schema());
    }

    /** Levenshtein's distance, row by row. */
    private static int editDistance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
