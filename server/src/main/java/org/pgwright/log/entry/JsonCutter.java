package org.pgwright.log.entry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Cuts jsonlog: an entry is a line. */
final class JsonCutter implements EntryCutter {
    private static final byte[] BEGINNING = "{\"timestamp\":".getBytes(StandardCharsets.US_ASCII);

    @Override
    public int end(byte[] bytes, int from, int to, boolean isLast) {
        int end = EntryCutter.lineEnd(bytes, from, to);
        return end == UNKNOWN && isLast ? to : end;
    }

    @Override
    public boolean mayBegin(byte[] bytes, int from, int to) {
        int end = from + BEGINNING.length;
        return end <= to && Arrays.equals(bytes, from, end, BEGINNING, 0, BEGINNING.length);
    }
}
