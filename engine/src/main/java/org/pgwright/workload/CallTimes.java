package org.pgwright.workload;

import org.jspecify.annotations.Nullable;
import org.pgwright.workload.LoggedCalls.Sample;
import org.pgwright.workload.Percentile.Reason;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * How long the logged calls of a statement took, in bounded memory, and what follows for
 * percentiles of all its calls. Never says a percentile that slow calls alone would give.
 *
 * <p>A percentile is the smallest time that at least so many per cent of the calls did not exceed
 * (nearest rank, as {@code percentile_disc}). Since a server logs every call from a threshold on,
 * the slowest calls are all known, and a percentile that is among them can be told if the number of
 * all calls is known.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class CallTimes {
    /** Times are kept to this share of them, and shown as the longest that they may be. */
    public static final double ERROR = 0.001;

    /** Of a sample, so many calls have to be on either side of a percentile. */
    public static final int FEWEST_SAMPLED = 10;

    /** What a product of a share and a count may be above a whole number that it stands for. */
    private static final double ROUNDING = 1e-9;

    private static final long LONGEST_MICROS = TimeUnit.DAYS.toMicros(365);
    private static final long NANOS_A_MICRO = 1_000;

    private final TimeBuckets micros;

    public CallTimes() {
        this(new TimeBuckets());
    }

    private CallTimes(TimeBuckets micros) {
        this.micros = micros;
    }

    /**
     * Reads what {@link #encoded} has written.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static CallTimes decoded(byte[] bytes) {
        try {
            return new CallTimes(TimeBuckets.decoded(bytes, LONGEST_MICROS));
        } catch (IllegalArgumentException failure) {
            throw new IllegalArgumentException("not the times of calls", failure);
        }
    }

    /** All calls, for storage: two or three bytes for each time that differs from the others. */
    public byte[] encoded() {
        return micros.encoded();
    }

    /** Adds a logged call; more than a year counts as a year. */
    public void add(Duration took) {
        long exact =
                took.toSeconds() > TimeUnit.DAYS.toSeconds(365) ? LONGEST_MICROS : micros(took);
        micros.add(Math.clamp(exact, 0, LONGEST_MICROS));
    }

    /** Adds all calls that another has. */
    public void add(CallTimes other) {
        micros.add(other.micros);
    }

    /** How many calls were added. */
    public long logged() {
        return micros.total();
    }

    /**
     * A percentile of all calls of the time in which these were logged.
     *
     * @param share over 0 to 1, such as 0.99; 1 for the longest
     * @param logging which calls were logged in all that time
     * @param calls how many calls there were, logged or not; null if nobody counted them
     */
    public Percentile at(double share, LoggedCalls logging, @Nullable Long calls) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("not a share of calls: " + share);
        }
        if (logging.from() == null && logging.sample() == null) {
            return new Percentile.Unknown(Reason.LOGGING_NOT_KNOWN);
        }
        Sample sample = logging.sample();
        long certain = countFrom(logging.from());
        long sampled = sample == null ? 0 : Math.max(0, countFrom(sample.from()) - certain);
        double seen = certain + (sample == null ? 0 : sampled / sample.rate());
        if (calls == null && !logging.reachesAll()) {
            return new Percentile.Unknown(Reason.CALLS_NOT_KNOWN);
        }
        if (calls != null && calls < certain + sampled) {
            return new Percentile.Unknown(Reason.COUNTS_DISAGREE);
        }
        double all = calls == null ? seen : calls;
        if (all == 0) {
            return new Percentile.Unknown(Reason.NO_CALLS);
        }
        double fromTop = all - Math.ceil(share * all - ROUNDING) + 1;
        boolean guessedNumber = calls == null && sampled > 0;
        if (fromTop <= certain && !guessedNumber) {
            return new Percentile.Exact(fromTop((long) fromTop));
        }
        return sample == null
                ? new Percentile.Unknown(Reason.AMONG_UNLOGGED_CALLS)
                : estimated(fromTop, certain, sampled, sample);
    }

    /**
     * How many calls took at least so long, whether they are among few or many.
     *
     * @param logging which calls were logged in all that time
     * @return null if some of them may not have been logged
     */
    public @Nullable Long countFrom(Duration time, LoggedCalls logging) {
        Duration from = logging.from();
        return from != null && from.compareTo(time) <= 0 ? Long.valueOf(countFrom(time)) : null;
    }

    private Percentile estimated(double fromTop, long certain, long sampled, Sample sample) {
        long among = (long) Math.ceil((fromTop - certain) * sample.rate());
        if (among > sampled) {
            return new Percentile.Unknown(
                    sample.from().isZero() ? Reason.TOO_FEW_SAMPLED : Reason.AMONG_UNLOGGED_CALLS);
        }
        long above = among > 0 ? certain + among : (long) Math.max(1, fromTop);
        long below = certain + sampled - above;
        if (above < FEWEST_SAMPLED || below < FEWEST_SAMPLED || sampled < FEWEST_SAMPLED) {
            return new Percentile.Unknown(Reason.TOO_FEW_SAMPLED);
        }
        return new Percentile.Estimated(fromTop(above), sample.rate(), sampled);
    }

    /** Of the times that are kept together, those that may be shorter are left out. */
    private long countFrom(@Nullable Duration threshold) {
        if (threshold == null) {
            return 0;
        }
        if (threshold.isZero()) {
            return logged();
        }
        long lowest = micros(threshold);
        int bucket = TimeBuckets.bucket(lowest);
        return micros.countFrom(TimeBuckets.lowest(bucket) == lowest ? bucket : bucket + 1);
    }

    private Duration fromTop(long place) {
        return Duration.of(TimeBuckets.highest(micros.fromTop(place)), ChronoUnit.MICROS);
    }

    /** Rounded up, so that no call looks faster than it was. */
    private static long micros(Duration duration) {
        return Math.ceilDiv(duration.toNanos(), NANOS_A_MICRO);
    }
}
