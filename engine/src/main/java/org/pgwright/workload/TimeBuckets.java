package org.pgwright.workload;

import java.util.Arrays;

/**
 * How many times fell into which bucket: each number to 2,047 has its own, above that 1,024 buckets
 * share what lies between a power of two and the next, so that a bucket is at most a thousandth of
 * its times wide (the buckets of HdrHistogram with three digits). Only those that are used take
 * memory.
 */
final class TimeBuckets {
    private static final int SINGLE = 2_048;
    private static final int A_DOUBLING = SINGLE / 2;
    private static final int SINGLE_BITS = 11;
    private static final int FIRST_CAPACITY = 4;
    private static final byte FORM = 1;

    private int[] buckets = new int[FIRST_CAPACITY];
    private long[] counts = new long[FIRST_CAPACITY];
    private int used;
    private long total;

    /** The bucket of a number that is not negative. */
    static int bucket(long number) {
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(number) - SINGLE_BITS);
        return shift * A_DOUBLING + (int) (number >> shift);
    }

    /** The smallest number in a bucket. */
    static long lowest(int bucket) {
        int shift = bucket < SINGLE ? 0 : bucket / A_DOUBLING - 1;
        return (long) (bucket - shift * A_DOUBLING) << shift;
    }

    /** The largest number in a bucket. */
    static long highest(int bucket) {
        return lowest(bucket + 1) - 1;
    }

    /** How many were added. */
    long total() {
        return total;
    }

    void add(long number) {
        add(bucket(number), 1);
    }

    void add(TimeBuckets other) {
        int count = other.used;
        for (int i = 0; i < count; i++) {
            add(other.buckets[i], other.counts[i]);
        }
    }

    private void add(int bucket, long more) {
        int place = Arrays.binarySearch(buckets, 0, used, bucket);
        if (place < 0) {
            place = -place - 1;
            insert(place, bucket);
        }
        counts[place] += more;
        total += more;
    }

    private void insert(int place, int bucket) {
        if (used == buckets.length) {
            buckets = Arrays.copyOf(buckets, 2 * used);
            counts = Arrays.copyOf(counts, 2 * used);
        }
        System.arraycopy(buckets, place, buckets, place + 1, used - place);
        System.arraycopy(counts, place, counts, place + 1, used - place);
        buckets[place] = bucket;
        counts[place] = 0;
        used++;
    }

    /** How many are in a bucket or in those above. */
    long countFrom(int bucket) {
        long count = 0;
        for (int i = used - 1; i >= 0 && buckets[i] >= bucket; i--) {
            count += counts[i];
        }
        return count;
    }

    /**
     * The bucket of the number at a place, counted from the largest.
     *
     * @param place 1 for the largest, up to {@link #total}
     */
    int fromTop(long place) {
        long count = 0;
        int i = used;
        while (count < place) {
            count += counts[--i];
        }
        return buckets[i];
    }

    /** In few bytes: the steps from bucket to bucket and the counts, seven bits a byte. */
    byte[] encoded() {
        VariableLengthNumbers numbers = new VariableLengthNumbers();
        numbers.write(FORM);
        int before = -1;
        for (int i = 0; i < used; i++) {
            numbers.write(buckets[i] - before);
            numbers.write(counts[i]);
            before = buckets[i];
        }
        return numbers.bytes();
    }

    /**
     * Reads what {@link #encoded} has written.
     *
     * @param largest number that may be in it
     * @throws IllegalArgumentException if it is anything else
     */
    static TimeBuckets decoded(byte[] bytes, long largest) {
        VariableLengthNumbers numbers = new VariableLengthNumbers(bytes);
        if (numbers.isAtEnd() || numbers.read() != FORM) {
            throw new IllegalArgumentException("another form");
        }
        TimeBuckets read = new TimeBuckets();
        long bucket = -1;
        while (!numbers.isAtEnd()) {
            long step = numbers.read();
            long count = numbers.read();
            boolean isBucket = step >= 1 && step <= bucket(largest) - bucket;
            if (!isBucket || count < 1 || count > Long.MAX_VALUE - read.total) {
                throw new IllegalArgumentException("no bucket or count");
            }
            bucket += step;
            read.add((int) bucket, count);
        }
        return read;
    }
}
