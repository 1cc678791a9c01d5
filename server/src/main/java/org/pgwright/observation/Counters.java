package org.pgwright.observation;

import java.util.Arrays;
import java.util.Map;

/** The counters of one object, in the order of its {@link CounterKind}. Never changes. */
public final class Counters {
    private final long[] values;

    private Counters(long[] values) {
        this.values = values;
    }

    /** A copy of the values. */
    public static Counters of(long... values) {
        return new Counters(values.clone());
    }

    /** Those given, all others zero. */
    public static Counters of(CounterKind kind, Map<? extends Counter, Long> values) {
        return new Counters(
                kind.counters().stream()
                        .mapToLong(counter -> values.getOrDefault(counter, 0L))
                        .toArray());
    }

    public long at(Counter counter) {
        return values[counter.ordinal()];
    }

    /** A copy of all values. */
    public long[] values() {
        return values.clone();
    }

    public int size() {
        return values.length;
    }

    public boolean areZero() {
        return Arrays.stream(values).allMatch(value -> value == 0);
    }

    /**
     * Whether counting was started anew, seen from a counter that is smaller than it was.
     *
     * @param withMaxima whether the largest values are never reset on their own
     */
    boolean fellBehind(Counters before, CounterKind kind, boolean withMaxima) {
        for (int i = 0; i < values.length; i++) {
            Counter counter = kind.counters().get(i);
            boolean tells = counter.onlyGrows() || (withMaxima && counter.isMaximum());
            if (values[i] < before.values[i] && tells) {
                return true;
            }
        }
        return false;
    }

    /** What was counted since, never negative; of a maximum the new value where it rose. */
    Counters since(Counters before, CounterKind kind) {
        long[] difference = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            long grown = Math.max(0, values[i] - before.values[i]);
            difference[i] = grown > 0 && kind.counters().get(i).isMaximum() ? values[i] : grown;
        }
        return new Counters(difference);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Counters same && Arrays.equals(values, same.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
