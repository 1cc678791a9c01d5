package org.pgwright.twin.analysis;

/**
 * How the server keeps and writes a type's values.
 *
 * @param sql the type's name for a cast, qualified unless of {@code pg_catalog}
 * @param output the function in the server's own code that writes a value as text, empty where it
 *     is an extension's or a user's
 * @param length in bytes; below 0 the value tells its own
 * @param alignment {@code pg_type.typalign}: {@code c}, {@code s}, {@code i} or {@code d}
 * @param immutableInput whether text always means the same value
 * @param immutableOutput whether a value always has the same text
 */
record TypeForm(
        String sql,
        String output,
        int length,
        char alignment,
        boolean immutableInput,
        boolean immutableOutput) {}
