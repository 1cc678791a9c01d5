package org.pgwright.log.follow;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Recognises a file, whatever it is called by now, as one that was read up to a length: by hashes
 * of its beginning and of what stands before that length. Holds nothing of the content itself.
 *
 * @param inode where it was seen last; 0 where there is none
 * @param headLength bytes of the beginning that are known, which may have grown since
 * @param tailLength bytes before the length that are known
 * @param length up to which it was read, in bytes
 */
record FileMark(long inode, int headLength, String head, int tailLength, String tail, long length) {
    /** Of a beginning, at most: some entries. */
    static final int HEAD = 512;

    static final int TAIL = 256;

    /** Of a file that is read to its end and never grows, as it is packed. */
    static final long ALL = Long.MAX_VALUE;

    /** Shorter ones may be the same by chance. */
    private static final int SHORTEST_TELLING = 40;

    /** A date, or the seconds since 1970: no two files begin with the same one. */
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d|\\b\\d{10}\\.\\d{3}");

    private static final int HASH_BYTES = 8;
    private static final int FIELDS = 6;

    /**
     * A mark.
     *
     * @param head the beginning of the file, as far as it is known
     * @param tail what stands before the length, at most {@link #TAIL} bytes of it
     */
    static FileMark of(long inode, byte[] head, byte[] tail, long length) {
        int headLength = Math.min(HEAD, head.length);
        int tailLength = Math.min(TAIL, tail.length);
        return new FileMark(
                inode,
                headLength,
                hash(head, 0, headLength),
                tailLength,
                hash(tail, tail.length - tailLength, tail.length),
                length);
    }

    /** Whether a file with this beginning may be the marked one. */
    boolean begins(byte[] beginning) {
        return headLength > 0
                && beginning.length >= headLength
                && hash(beginning, 0, headLength).equals(head);
    }

    /** Whether the bytes before the length are the marked ones. */
    boolean endsWith(byte[] before) {
        return before.length == tailLength && hash(before, 0, tailLength).equals(tail);
    }

    /** The same of a file with another inode. */
    FileMark in(long otherInode) {
        return new FileMark(otherInode, headLength, head, tailLength, tail, length);
    }

    /** Where {@link #endsWith} begins. */
    long tailOffset() {
        return length - tailLength;
    }

    /** Whether no other file begins like this, so that the beginning alone is proof. */
    static boolean isTelling(byte[] beginning) {
        if (beginning.length < SHORTEST_TELLING) {
            return false;
        }
        String text =
                new String(
                        beginning,
                        0,
                        Math.min(HEAD, beginning.length),
                        StandardCharsets.ISO_8859_1);
        return TIME.matcher(text).find();
    }

    String text() {
        return String.join(
                ",",
                List.of(
                        Long.toString(inode),
                        Integer.toString(headLength),
                        head,
                        Integer.toString(tailLength),
                        tail,
                        Long.toString(length)));
    }

    /** The mark of a text; null if it is none. */
    static @Nullable FileMark read(String text) {
        String[] fields = text.split(",", -1);
        if (fields.length != FIELDS) {
            return null;
        }
        try {
            FileMark mark =
                    new FileMark(
                            Long.parseLong(fields[0]),
                            Integer.parseInt(fields[1]),
                            fields[2],
                            Integer.parseInt(fields[3]),
                            fields[4],
                            Long.parseLong(fields[5]));
            return mark.isSound() ? mark : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private boolean isSound() {
        return headLength >= 0
                && headLength <= HEAD
                && tailLength >= 0
                && tailLength <= TAIL
                && length >= tailLength;
    }

    private static String hash(byte[] bytes, int from, int to) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, from, to - from);
            return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
