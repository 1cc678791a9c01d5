package org.pgwright.workload;

import java.util.Arrays;

/** Numbers that are not negative, one after the other, seven bits a byte, the lowest first. */
final class VariableLengthNumbers {
    private static final int BITS = 7;
    private static final int GOES_ON = 1 << BITS;
    private static final int MOST_BYTES = 9;
    private static final int FIRST_CAPACITY = 32;

    private byte[] bytes;
    private int end;
    private int at;

    /** To be written. */
    VariableLengthNumbers() {
        this.bytes = new byte[FIRST_CAPACITY];
    }

    /** To be read. */
    VariableLengthNumbers(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length;
    }

    void write(long number) {
        if (end + MOST_BYTES > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        long rest = number;
        while (rest >= GOES_ON) {
            bytes[end++] = (byte) (rest | GOES_ON);
            rest >>>= BITS;
        }
        bytes[end++] = (byte) rest;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, end);
    }

    boolean isAtEnd() {
        return at == end;
    }

    /**
     * The next number.
     *
     * @throws IllegalArgumentException if there is none, or a larger one than fits
     */
    long read() {
        long number = 0;
        for (int i = 0; i < MOST_BYTES; i++) {
            if (isAtEnd()) {
                throw new IllegalArgumentException("ends within a number");
            }
            byte next = bytes[at++];
            number |= (long) (next & (GOES_ON - 1)) << (i * BITS);
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("too large a number");
    }
}
