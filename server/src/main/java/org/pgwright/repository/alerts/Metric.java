package org.pgwright.repository.alerts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What is watched (type {@code metric_type}). docs/alerts.md says how each is measured.
 *
 * <p>A threshold for the whole database is compared with values of some kinds of subjects; one for
 * a table with those of that table and its indexes.
 */
public enum Metric {
    MEAN_LATENCY(Unit.MILLISECONDS, SubjectKind.INSTANCE, SubjectKind.QUERY),
    P95_LATENCY(Unit.MILLISECONDS, SubjectKind.INSTANCE, SubjectKind.QUERY),
    P99_LATENCY(Unit.MILLISECONDS, SubjectKind.INSTANCE, SubjectKind.QUERY),
    SLOW_QUERIES(Unit.COUNT, SubjectKind.INSTANCE),
    CACHE_HIT(Unit.PERCENT, SubjectKind.INSTANCE),
    CONNECTIONS(Unit.PERCENT, SubjectKind.INSTANCE),
    ACTIVE_SESSIONS(Unit.COUNT, SubjectKind.INSTANCE),
    IDLE_IN_TRANSACTION(Unit.SECONDS, SubjectKind.INSTANCE),
    LOCK_WAITS(Unit.COUNT, SubjectKind.INSTANCE),
    DEADLOCKS(Unit.COUNT, SubjectKind.INSTANCE),
    DEAD_ROWS(Unit.PERCENT, SubjectKind.TABLE),
    BLOAT(Unit.PERCENT, SubjectKind.TABLE, SubjectKind.INDEX),
    LAST_AUTOVACUUM(Unit.HOURS, SubjectKind.TABLE),
    TRANSACTION_AGE(Unit.TRANSACTIONS, SubjectKind.DATABASE),
    REPLICATION_LAG(Unit.SECONDS, SubjectKind.REPLICA),
    SLOT_RETAINED_WAL(Unit.BYTES, SubjectKind.SLOT),
    TEMP_FILES(Unit.BYTES, SubjectKind.INSTANCE),
    SEQUENTIAL_SCANS(Unit.COUNT, SubjectKind.TABLE),
    UNUSED_INDEXES(Unit.COUNT, SubjectKind.INSTANCE),
    INVALID_INDEXES(Unit.COUNT, SubjectKind.INSTANCE),
    DISK_GROWTH(Unit.DAYS, SubjectKind.INSTANCE),
    CHECKPOINT_PRESSURE(Unit.PERCENT, SubjectKind.INSTANCE),
    COLLECTOR_FAILURE(Unit.COUNT, SubjectKind.COLLECTOR);

    private static final double WHOLE = 100;

    private final Unit unit;
    private final SubjectKind kind;
    private final SubjectKind otherKind;

    Metric(Unit unit, SubjectKind kind) {
        this(unit, kind, kind);
    }

    Metric(Unit unit, SubjectKind kind, SubjectKind otherKind) {
        this.unit = unit;
        this.kind = kind;
        this.otherKind = otherKind;
    }

    /** As the repository writes it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The metric of that label; empty for none. */
    public static Optional<Metric> of(String label) {
        return Arrays.stream(values()).filter(metric -> metric.label().equals(label)).findFirst();
    }

    /** Of its values. */
    public Unit unit() {
        return unit;
    }

    /** Whether a threshold for the whole database is compared with values of such subjects. */
    public boolean isOfWhole(SubjectKind wanted) {
        return wanted == kind || wanted == otherKind;
    }

    /** Whether a threshold for a table is compared with anything. */
    public boolean isOfTables() {
        return switch (this) {
            case CACHE_HIT,
                    DEAD_ROWS,
                    BLOAT,
                    LAST_AUTOVACUUM,
                    SEQUENTIAL_SCANS,
                    UNUSED_INDEXES,
                    INVALID_INDEXES ->
                    true;
            case MEAN_LATENCY,
                    P95_LATENCY,
                    P99_LATENCY,
                    SLOW_QUERIES,
                    CONNECTIONS,
                    ACTIVE_SESSIONS,
                    IDLE_IN_TRANSACTION,
                    LOCK_WAITS,
                    DEADLOCKS,
                    TRANSACTION_AGE,
                    REPLICATION_LAG,
                    SLOT_RETAINED_WAL,
                    TEMP_FILES,
                    DISK_GROWTH,
                    CHECKPOINT_PRESSURE,
                    COLLECTOR_FAILURE ->
                    false;
        };
    }

    /** Whether values below a threshold are beyond it. */
    public boolean isLessWorse() {
        return this == CACHE_HIT || this == DISK_GROWTH;
    }

    /** Whether a value is beyond a threshold, not at it. */
    public boolean isBeyond(double value, double threshold) {
        return isLessWorse() ? value < threshold : value > threshold;
    }

    /** The worse of two values. */
    public double worse(double one, double other) {
        return isLessWorse() ? Math.min(one, other) : Math.max(one, other);
    }

    /**
     * Whether a value that was beyond a threshold is back: what is counted where it is not beyond
     * it, all else only by a margin, so that an alert does not come and go. Of a share that should
     * be high, the margin is of what is missing to all of it.
     *
     * @param marginPercent 0 to 100, of the threshold
     */
    public boolean isBack(double value, double threshold, double marginPercent) {
        if (unit == Unit.COUNT) {
            return !isBeyond(value, threshold);
        }
        double measure = this == CACHE_HIT ? WHOLE - threshold : Math.abs(threshold);
        double margin = measure * marginPercent / WHOLE;
        return isLessWorse() ? value >= threshold + margin : value <= threshold - margin;
    }
}
