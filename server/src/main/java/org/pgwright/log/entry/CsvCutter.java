package org.pgwright.log.entry;

/**
 * Cuts csvlog (manual, section 20.8.4). Quotes must stand where the server puts them: around whole
 * fields. So a quote too many is noticed at the next one, and no entry after it is lost.
 */
final class CsvCutter implements EntryCutter {
    @Override
    public int end(byte[] bytes, int from, int to, boolean isLast) {
        int i = from;
        while (true) {
            if (i < to && bytes[i] == '"') {
                i = closing(bytes, i + 1, to);
                if (i >= 0 && i < to && bytes[i] != ',' && bytes[i] != '\n') {
                    return EntryCutter.lineEnd(bytes, from, to); // there is one: in the text
                }
            } else {
                while (i < to && bytes[i] != ',' && bytes[i] != '\n' && bytes[i] != '"') {
                    i++;
                }
            }
            if (i < 0) {
                return isLast ? lineEndOr(bytes, from, to, true) : UNKNOWN;
            }
            if (i >= to) {
                return isLast ? to : UNKNOWN;
            }
            if (bytes[i] == '\n') {
                return i + 1;
            }
            if (bytes[i] == '"') {
                return lineEndOr(bytes, from, to, isLast);
            }
            i++;
        }
    }

    private static int lineEndOr(byte[] bytes, int from, int to, boolean isLast) {
        int end = EntryCutter.lineEnd(bytes, from, to);
        return end == UNKNOWN && isLast ? to : end;
    }

    /** Behind the closing quote; negative if it is not there or may be one of two. */
    static int closing(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '"') {
                if (i + 1 >= to) {
                    return i + 1;
                }
                if (bytes[i + 1] != '"') {
                    return i + 1;
                }
                i++;
            }
        }
        return UNKNOWN;
    }

    @Override
    public boolean mayBegin(byte[] bytes, int from, int to) {
        return from + 24 < to
                && isDigit(bytes[from])
                && isDigit(bytes[from + 3])
                && bytes[from + 4] == '-'
                && bytes[from + 7] == '-'
                && bytes[from + 10] == ' '
                && bytes[from + 13] == ':';
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
