package org.pgwright.catalog;

import java.util.regex.Pattern;

/**
 * The quoting of names, as in the PostgreSQL manual, section 4.1.1.
 *
 * <p>Every name that goes into a statement passes through {@link #quoted}; every name shown to a
 * person through {@link #shown}.
 */
public final class Identifier {
    /** The longest name that PostgreSQL keeps, in bytes (NAMEDATALEN - 1). */
    public static final int MAX_BYTES = 63;

    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_$]*");

    private Identifier() {}

    /** The name in double quotes, safe in any statement. */
    public static String quoted(String name) {
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a name cannot hold a zero byte");
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The name as a person writes it: quoted only where PostgreSQL would need it. */
    public static String shown(String name) {
        return PLAIN.matcher(name).matches() && !ReservedWords.contains(name) ? name : quoted(name);
    }
}
