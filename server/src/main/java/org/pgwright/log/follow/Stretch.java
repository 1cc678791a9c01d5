package org.pgwright.log.follow;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bytes of a file from the place on that was reached, and those before it that recognise it. */
final class Stretch {
    private static final int PORTION = 1 << 20;

    private final SeenFile file;
    private final FileMark from;
    private final byte[] head;
    private final byte[] bytes;
    private final boolean isAtEnd;

    private Stretch(SeenFile file, FileMark from, byte[] head, byte[] bytes, boolean isAtEnd) {
        this.file = file;
        this.from = from;
        this.head = head;
        this.bytes = bytes;
        this.isAtEnd = isAtEnd;
    }

    /**
     * Reads on in a file.
     *
     * @param packed reads those that are
     * @param most bytes behind the place
     * @return null if the file is gone, or is not the one that was read until there
     */
    static @Nullable Stretch read(
            LogSource source, PackedReading packed, SeenFile file, FileMark from, int most) {
        int length = from.tailLength() + most;
        if (FileNames.isPacked(file.name())) {
            byte[] head = new PackedFile(source, file.name()).head(FileMark.HEAD);
            byte[] bytes = packed.read(file, from.tailOffset(), length);
            return head == null || bytes == null
                    ? null
                    : checked(new Stretch(file, from, head, bytes, bytes.length < length));
        }
        packed.forget();
        // The beginning last: if it is the same then, the file was not replaced meanwhile.
        List<LogSource.Range> ranges = new ArrayList<>();
        for (int at = 0; at < length; at += PORTION) {
            int portion = Math.min(PORTION, length - at);
            ranges.add(new LogSource.Range(file.name(), from.tailOffset() + at, portion));
        }
        ranges.add(new LogSource.Range(file.name(), 0, FileMark.HEAD));
        List<byte @Nullable []> parts = source.read(ranges);
        byte[] head = parts.getLast();
        byte[] bytes = joined(ranges, parts);
        return head == null || bytes == null
                ? null
                : checked(new Stretch(file, from, head, bytes, bytes.length < length));
    }

    private static @Nullable Stretch checked(Stretch read) {
        FileMark from = read.from;
        boolean isLongEnough = read.bytes.length >= from.tailLength();
        return isLongEnough
                        && from.begins(read.head)
                        && from.endsWith(Arrays.copyOf(read.bytes, from.tailLength()))
                ? read
                : null;
    }

    /** Up to the first that is shorter than asked for: there the file ended. */
    private static byte @Nullable [] joined(
            List<LogSource.Range> ranges, List<byte @Nullable []> parts) {
        int length = 0;
        for (int i = 0; i < ranges.size() - 1; i++) {
            byte[] part = parts.get(i);
            if (part == null) {
                return null;
            }
            length += part.length;
            if (part.length < ranges.get(i).length()) {
                break;
            }
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            if (at == length || part == null) {
                break;
            }
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** The beginning of the file. */
    byte[] head() {
        return head;
    }

    SeenFile file() {
        return file;
    }

    /** Where it begins: the place that was reached. */
    long begin() {
        return from.length();
    }

    long end() {
        return from.tailOffset() + bytes.length;
    }

    /** Whether the file ended there, when it was read. */
    boolean isAtEnd() {
        return isAtEnd;
    }

    /** The bytes from the place on. */
    byte[] fresh() {
        return Arrays.copyOfRange(bytes, from.tailLength(), bytes.length);
    }

    /** Whether it begins within a line: only one that is too long was left there. */
    boolean isWithinLine() {
        return from.tailLength() > 0 && bytes[from.tailLength() - 1] != '\n';
    }

    boolean endsWithLine() {
        return bytes.length > 0 && bytes[bytes.length - 1] == '\n';
    }

    /** The mark of the file up to a place within this stretch. */
    FileMark mark(long offset) {
        int to = (int) (offset - from.tailOffset());
        byte[] tail = Arrays.copyOfRange(bytes, Math.max(0, to - FileMark.TAIL), to);
        return FileMark.of(file.inode(), head, tail, offset);
    }
}
