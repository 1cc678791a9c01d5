package org.pgwright.log.entry;

/**
 * Cuts what servers write to standard error: a line, with the lines behind it that begin with a
 * tab, which is how the server marks the lines of one text.
 */
final class PlainCutter implements EntryCutter {
    @Override
    public int end(byte[] bytes, int from, int to, boolean isLast) {
        int end = EntryCutter.lineEnd(bytes, from, to);
        while (end != UNKNOWN && end < to && bytes[end] == '\t') {
            end = EntryCutter.lineEnd(bytes, end, to);
        }
        if (end == UNKNOWN || end == to) {
            return isLast ? to : UNKNOWN;
        }
        return end;
    }

    @Override
    public boolean mayBegin(byte[] bytes, int from, int to) {
        return from < to && bytes[from] != '\t';
    }
}
