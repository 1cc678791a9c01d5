package org.pgwright.repository;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The tables that are partitioned by time; their days and months are those of UTC. */
public enum PartitionedTable {
    STATEMENT_SAMPLE(Span.DAY, Retention.Kind.SAMPLES, "statement"),
    TABLE_SAMPLE(Span.DAY, Retention.Kind.SAMPLES, "table"),
    INDEX_SAMPLE(Span.DAY, Retention.Kind.SAMPLES, "index"),
    DATABASE_SAMPLE(Span.DAY, Retention.Kind.SAMPLES, "database"),
    ACTIVITY_SAMPLE(Span.DAY, Retention.Kind.SAMPLES, null),
    REPLICATION_SAMPLE(Span.DAY, Retention.Kind.SAMPLES, null),
    BUILD_SAMPLE(Span.DAY, Retention.Kind.SAMPLES, null),
    COLLECTOR_RUN(Span.DAY, Retention.Kind.SAMPLES, null),
    ACTIVITY_MINUTE(Span.DAY, Retention.Kind.LOG, null),
    SESSION_EVENT(Span.DAY, Retention.Kind.LOG, null),
    QUERY_PERFORMANCE_LOG(Span.DAY, Retention.Kind.LOG, null),
    QUERY_LOG_STRATEGY(Span.DAY, Retention.Kind.LOG, null),
    QUERY_LOG_BREACH(Span.DAY, Retention.Kind.LOG, null),
    LOG_EVENT(Span.DAY, Retention.Kind.LOG, null),
    LOGGED_CALL_HOUR(Span.DAY, Retention.Kind.LOG, null),
    LOGGED_SCAN_HOUR(Span.DAY, Retention.Kind.LOG, null),
    LOG_HOUR(Span.MONTH, Retention.Kind.HOURS, null),
    INDEX_USAGE_STATS(Span.DAY, Retention.Kind.HOURS, null),
    STATEMENT_HOUR(Span.MONTH, Retention.Kind.HOURS, null),
    TABLE_HOUR(Span.MONTH, Retention.Kind.HOURS, null),
    INDEX_HOUR(Span.MONTH, Retention.Kind.HOURS, null),
    DATABASE_HOUR(Span.MONTH, Retention.Kind.HOURS, null),
    STATEMENT_DAY(Span.MONTH, Retention.Kind.HOURS, null),
    TABLE_DAY(Span.MONTH, Retention.Kind.HOURS, null),
    INDEX_DAY(Span.MONTH, Retention.Kind.HOURS, null),
    DATABASE_DAY(Span.MONTH, Retention.Kind.HOURS, null),
    BLOAT_ESTIMATE(Span.MONTH, Retention.Kind.HOURS, null);

    private final Span span;
    private final Retention.Kind kind;
    private final @Nullable String summedUpAs;

    /**
     * @param summedUpAs the kind in {@code rolled_up} that says how far it is summed up
     */
    PartitionedTable(Span span, Retention.Kind kind, @Nullable String summedUpAs) {
        this.span = span;
        this.kind = kind;
        this.summedUpAs = summedUpAs;
    }

    /** What a partition holds. */
    enum Span {
        DAY("uuuuMMdd"),
        MONTH("uuuuMM");

        private final DateTimeFormatter suffix;

        Span(String suffix) {
            this.suffix = DateTimeFormatter.ofPattern(suffix, Locale.ROOT);
        }

        LocalDate startOf(LocalDate day) {
            return switch (this) {
                case DAY -> day;
                case MONTH -> day.withDayOfMonth(1);
            };
        }

        LocalDate after(LocalDate start) {
            return switch (this) {
                case DAY -> start.plusDays(1);
                case MONTH -> start.plusMonths(1);
            };
        }

        String suffix(LocalDate start) {
            return suffix.format(start);
        }

        LocalDate parse(String text) {
            return switch (this) {
                case DAY -> LocalDate.parse(text, suffix);
                case MONTH -> YearMonth.parse(text, suffix).atDay(1);
            };
        }
    }

    /** Its name in the repository. */
    public String tableName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How long its rows are kept. */
    public Duration keptFor(Retention retention) {
        return retention.of(kind);
    }

    Span span() {
        return span;
    }

    Retention.Kind kind() {
        return kind;
    }

    /** The kind in {@code rolled_up}; null for what is not summed up. */
    @Nullable String summedUpAs() {
        return summedUpAs;
    }

    /** The partition of a moment. */
    Partition partition(Instant at) {
        return new Partition(this, span.startOf(LocalDate.ofInstant(at, ZoneOffset.UTC)));
    }

    /** Tables whose rows belong to this one's, and whose partitions come and go with its. */
    List<PartitionedTable> links() {
        return this == QUERY_PERFORMANCE_LOG
                ? List.of(QUERY_LOG_STRATEGY, QUERY_LOG_BREACH)
                : List.of();
    }

    /** Whether it comes and goes with another. */
    boolean isLink() {
        return this == QUERY_LOG_STRATEGY || this == QUERY_LOG_BREACH;
    }
}
