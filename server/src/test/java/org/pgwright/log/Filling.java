package org.pgwright.log;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The same text over and over, for so many bytes, of which only a few are ever in memory. */
final class Filling extends InputStream {
    private static final int BLOCK = 1 << 16;

    private final byte[] block;
    private final int period;
    private long place;
    private long left;

    Filling(String text, long length) {
        byte[] once = text.getBytes(StandardCharsets.UTF_8);
        period = once.length;
        block = text.repeat(BLOCK / period + 2).getBytes(StandardCharsets.UTF_8);
        left = length;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) {
        if (left == 0) {
            return -1;
        }
        int phase = (int) (place % period);
        int given = (int) Math.min(Math.min(most, left), BLOCK);
        System.arraycopy(block, phase, into, from, given);
        place += given;
        left -= given;
        return given;
    }
}
