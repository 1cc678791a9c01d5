package org.pgwright.report.migration;

import org.pgwright.catalog.QualifiedName;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Statements that make a build repeatable.
 *
 * <p>A build that fails leaves an invalid index, which every write goes on to pay for, and {@code
 * CREATE INDEX IF NOT EXISTS} keeps it. {@code DROP INDEX CONCURRENTLY} has no condition and runs
 * in no block; so an invalid index is given another name first, under which it is dropped. Renaming
 * an index locks neither reads nor writes out (manual, ALTER INDEX: SHARE UPDATE EXCLUSIVE).
 */
final class IndexGuards {
    private static final int HASH_DIGITS = 8;
    private static final String BLOCK = "$pgwright$";

    private IndexGuards() {}

    /** Gives an index another name if it is invalid; fails while somebody is building it. */
    static Step setAside(QualifiedName table, QualifiedName index) {
        return new Step.Statement(
                """
            DO %1$s
            BEGIN
              IF EXISTS (
                %2$s
                   AND i.relkind = 'i' AND NOT i.relispartition AND NOT x.indisvalid
                   AND NOT EXISTS (
                     SELECT FROM pg_catalog.pg_class o
                      WHERE o.relnamespace = i.relnamespace AND o.relname = %8$s)
              ) THEN
                IF EXISTS (
                  SELECT FROM pg_catalog.pg_stat_progress_create_index p
                    JOIN pg_catalog.pg_locks l ON l.pid = p.pid
                    JOIN pg_catalog.pg_class t ON t.oid = l.relation
                    JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
                   WHERE n.nspname = %3$s AND t.relname = %4$s
                     AND l.locktype = 'relation' AND l.mode = 'ShareUpdateExclusiveLock' AND l.granted
                     AND l.database = (
                       SELECT d.oid FROM pg_catalog.pg_database d
                        WHERE d.datname = pg_catalog.current_database())
                ) THEN
                  RAISE EXCEPTION USING MESSAGE = %5$s;
                END IF;
                ALTER INDEX %6$s RENAME TO %7$s;
              END IF;
            END
            %1$s"""
                        .formatted(
                                BLOCK,
                                found(table, index),
                                TameSql.string(table.schema()),
                                TameSql.string(table.name()),
                                TameSql.string(
                                        "another session is building %s: run this again when it has ended"
                                                .formatted(index.shown())),
                                TameSql.name(index),
                                TameSql.name(otherName(index)),
                                TameSql.string(otherName(index))));
    }

    /** Drops what {@link #setAside} put away, also by a run that got no further. */
    static Step dropAside(QualifiedName index) {
        QualifiedName other = new QualifiedName(index.schema(), otherName(index));
        return new Step.Statement("DROP INDEX CONCURRENTLY IF EXISTS " + TameSql.name(other));
    }

    /** Fails unless an index is there and valid: something else may have its name. */
    static Step verify(QualifiedName table, QualifiedName index) {
        return new Step.Statement(
                """
            DO %1$s
            BEGIN
              IF NOT EXISTS (
                %2$s
                   AND x.indisvalid
              ) THEN
                RAISE EXCEPTION USING MESSAGE = %3$s;
              END IF;
            END
            %1$s"""
                        .formatted(
                                BLOCK,
                                found(table, index),
                                TameSql.string(
                                        "%s is no valid index of %s: run this again, or see what has its name"
                                                .formatted(index.shown(), table.shown()))));
    }

    private static String found(QualifiedName table, QualifiedName index) {
        return """
            SELECT FROM pg_catalog.pg_index x
                  JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
                  JOIN pg_catalog.pg_class t ON t.oid = x.indrelid
                  JOIN pg_catalog.pg_namespace n ON n.oid = i.relnamespace
                 WHERE n.nspname = %s AND i.relname = %s
                   AND t.relname = %s"""
                .formatted(
                        TameSql.string(index.schema()),
                        TameSql.string(index.name()),
                        TameSql.string(table.name()));
    }

    private static String otherName(QualifiedName index) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(index.quoted().getBytes(StandardCharsets.UTF_8));
            return "pgwright_invalid_" + HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
