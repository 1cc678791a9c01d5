package org.pgwright.snapshot;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.Database;
import org.pgwright.catalog.Server;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.Row;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the server, its settings and the database. */
final class ServerReader {
    /** Every 64-bit machine's; asked for where the role may. */
    private static final int USUAL_ALIGNMENT = 8;

    /** What every driver sets for itself when it connects, so that it says nothing about others. */
    private static final Set<String> SET_BY_THE_DRIVER =
            Set.of("TimeZone", "client_encoding", "application_name", "extra_float_digits");

    /** Words that fix the order; a style alone leaves it as it is, but for German. */
    private static final Pattern DATE_ORDER =
            Pattern.compile("dmy|mdy|ymd|euro|us\\b|german", Pattern.CASE_INSENSITIVE);

    /** A unit with a number in it, such as {@code 8kB}. */
    private static final Pattern MULTIPLE = Pattern.compile("(\\d+)(\\D+)");

    private final ReadTransaction transaction;
    private final Gaps gaps;
    private final Facts facts;

    ServerReader(ReadTransaction transaction, Gaps gaps) {
        this.transaction = transaction;
        this.gaps = gaps;
        this.facts = transaction.row("snapshot.server", Deadlines.CATALOG, ServerReader::facts);
    }

    Facts facts() {
        return facts;
    }

    Server server() {
        return new Server(
                facts.version,
                facts.versionNumber,
                systemIdentifier(),
                facts.blockSize,
                maximumAlignment(),
                facts.inRecovery,
                settings());
    }

    /** The same without its settings and identifier. */
    Server withoutSettings() {
        return new Server(
                facts.version,
                facts.versionNumber,
                "",
                facts.blockSize,
                maximumAlignment(),
                facts.inRecovery,
                Map.of());
    }

    Database database(Bytes size) {
        return transaction.row("snapshot.database", Deadlines.CATALOG, row -> database(row, size));
    }

    /** Of all its files. */
    Bytes databaseSize() {
        return transaction.row(
                "snapshot.database_size", Deadlines.SIZES, row -> new Bytes(row.number("bytes")));
    }

    private static Facts facts(Row row) throws SQLException {
        return new Facts(
                row.text("version"),
                row.integer("version_number"),
                row.integer("block_size"),
                row.flag("in_recovery"),
                Instant.EPOCH.plus(row.number("taken_at_micros"), ChronoUnit.MICROS),
                row.flag("may_read_identifier"),
                row.flag("may_read_alignment"),
                row.flag("may_read_files"),
                row.flag("superuser"));
    }

    private String systemIdentifier() {
        if (facts.mayReadIdentifier) {
            return transaction.row(
                    "snapshot.system_identifier", Deadlines.CATALOG, row -> row.text("identifier"));
        }
        gaps.add(
                "pg_control_system()",
                "the cluster's identifier is unknown, so that a later apply cannot recognise it",
                "GRANT EXECUTE ON FUNCTION pg_control_system() TO the role");
        return "";
    }

    private int maximumAlignment() {
        if (!facts.mayReadAlignment) {
            return USUAL_ALIGNMENT;
        }
        return transaction.row(
                "snapshot.maximum_alignment", Deadlines.CATALOG, row -> row.integer("alignment"));
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        transaction.each(
                "snapshot.settings",
                Deadlines.CATALOG,
                row -> {
                    String name = row.text("name");
                    String value = value(row, name);
                    if (value != null) {
                        settings.put(name, value);
                    }
                });
        return settings;
    }

    /** What the driver set is passed over for what the role or database has stored. */
    private static @Nullable String value(Row row, String name) throws SQLException {
        if (SET_BY_THE_DRIVER.contains(name)) {
            return row.textOrNull("stored");
        }
        if (name.equals("DateStyle")) {
            return dateStyle(row.textOrNull("stored"), row.text("value"));
        }
        return withUnit(row.text("value"), row.textOrNull("unit"));
    }

    /**
     * What is stored, with the order of the server's own style where it names none.
     *
     * @param ofSession of which the driver sets the style, but leaves the order as it is
     */
    static String dateStyle(@Nullable String stored, String ofSession) {
        if (stored == null) {
            return ofSession;
        }
        return DATE_ORDER.matcher(stored).find()
                ? stored
                : stored + ", " + ofSession.replaceFirst(".*,\\s*", "");
    }

    /** Special values such as -1 have no unit; a unit such as 8kB is multiplied out. */
    static String withUnit(String value, @Nullable String unit) {
        if (unit == null || value.startsWith("-") || value.equals("0")) {
            return value;
        }
        Matcher multiple = MULTIPLE.matcher(unit);
        if (!multiple.matches()) {
            return value + unit;
        }
        return Math.multiplyExact(Long.parseLong(value), Long.parseLong(multiple.group(1)))
                + multiple.group(2);
    }

    private static Database database(Row row, Bytes size) throws SQLException {
        Long counted = row.numberOrNull("counted_seconds");
        return new Database(
                row.number("oid"),
                row.text("name"),
                row.text("owner"),
                size,
                row.text("encoding"),
                row.text("provider"),
                row.text("collate"),
                row.text("character_type"),
                row.textOrNull("locale"),
                row.textOrNull("icu_rules"),
                counted == null ? null : Duration.ofSeconds(Math.max(0, counted)));
    }

    /** What has to be known before the rest can be read. */
    record Facts(
            String version,
            int versionNumber,
            int blockSize,
            boolean inRecovery,
            Instant takenAt,
            boolean mayReadIdentifier,
            boolean mayReadAlignment,
            boolean mayReadFiles,
            boolean superuser) {}
}
