package org.pgwright.collector;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.observation.CounterKind;
import org.pgwright.observation.CounterLook;
import org.pgwright.observation.CounterReading;
import org.pgwright.observation.StatementKey;
import org.pgwright.observation.StatementReadings;
import org.pgwright.observation.StatementText;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.Query;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.Row;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads pg_stat_statements (manual, section F.32), which counts for all databases of a server.
 * Never resets it. Texts are read only of statements that are new, since the server reads them all
 * from a file each time.
 */
public final class StatementsCollector {
    private static final CounterColumns COLUMNS = new CounterColumns(CounterKind.STATEMENT);

    /** Of 1.8, which came with PostgreSQL 13. */
    private static final int OLDEST_MINOR = 8;

    private StatementsCollector() {}

    /**
     * Where the extension is, and which of its columns there are.
     *
     * @param minor of its version 1.minor; larger than any known of a version 2
     */
    private record Extension(String schema, int minor) {
        Query look(int major) {
            String name = minor < 9 ? "collector.statements_look_1_8" : "collector.statements_look";
            return named(name, major);
        }

        Query counters(int major) {
            String name =
                    switch (Math.min(minor, 11)) {
                        case 8 -> "collector.statements_1_8";
                        case 9 -> "collector.statements_1_9";
                        case 10 -> "collector.statements_1_10";
                        default -> "collector.statements_1_11";
                    };
            return named(name, major);
        }

        Query named(String name, int major) {
            return Query.named(name, major).withNames(Map.of("schema", schema));
        }
    }

    /**
     * All its rows.
     *
     * @throws PgwrightException NO_WORKLOAD where the extension is not there or too old
     */
    public static StatementReadings read(ReadTransaction transaction) {
        Extension extension = extension(transaction);
        int major = transaction.major();
        CounterLook look =
                transaction
                        .rows(
                                extension.look(major),
                                Deadlines.COLLECTION,
                                StatementsCollector::look)
                        .getFirst();
        List<CounterReading<StatementKey>> readings =
                transaction.rows(
                        extension.counters(major),
                        Deadlines.STATEMENTS,
                        StatementsCollector::reading);
        return new StatementReadings(look, readings);
    }

    /** The texts of rows, by their keys without the level, which does not change the text. */
    public static Map<StatementKey, StatementText> texts(
            ReadTransaction transaction, Collection<StatementKey> keys) {
        Query query =
                extension(transaction).named("collector.statement_texts", transaction.major());
        List<Long> ids = keys.stream().map(StatementKey::queryId).distinct().toList();
        Map<StatementKey, StatementText> texts = new HashMap<>();
        transaction.each(
                query,
                Deadlines.STATEMENTS,
                row -> {
                    StatementText text =
                            new StatementText(row.text("role_name"), row.text("query_text"));
                    texts.put(key(row, true), text);
                    texts.put(key(row, false), text);
                },
                transaction.numbers(ids));
        texts.keySet().retainAll(keys);
        return texts;
    }

    private static Extension extension(ReadTransaction transaction) {
        List<Extension> found =
                transaction.rows(
                        "collector.statements_extension",
                        Deadlines.COLLECTION,
                        row -> new Extension(row.text("schema"), row.integer("minor")));
        if (found.isEmpty()) {
            throw new PgwrightException(
                    ErrorCode.NO_WORKLOAD,
                    "the database has no extension pg_stat_statements",
                    "see pgwright doctor for how to install it");
        }
        Extension extension = found.getFirst();
        if (extension.minor() < OLDEST_MINOR) {
            throw new PgwrightException(
                    ErrorCode.NO_WORKLOAD,
                    "the extension pg_stat_statements is older than 1.8",
                    "run ALTER EXTENSION pg_stat_statements UPDATE");
        }
        return extension;
    }

    private static CounterLook look(Row row) throws SQLException {
        return new CounterLook(
                Micros.instant(row, "taken_at_micros"),
                Micros.instant(row, "started_at_micros"),
                Micros.instantOrNull(row, "reset_at_micros"),
                row.number("evictions"),
                row.flag("restricted"));
    }

    private static CounterReading<StatementKey> reading(Row row) throws SQLException {
        return new CounterReading<>(
                key(row, row.flag("top_level")),
                0,
                Micros.instantOrNull(row, "since_micros"),
                COLUMNS.read(row));
    }

    private static StatementKey key(Row row, boolean topLevel) throws SQLException {
        return new StatementKey(
                row.number("database_oid"),
                row.number("role_oid"),
                row.number("query_id"),
                topLevel);
    }
}
