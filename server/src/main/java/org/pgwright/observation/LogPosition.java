package org.pgwright.observation;

/**
 * How far a server's log has been read: all that stands before this place is kept, nothing after
 * it.
 *
 * @param source where the log is read from, such as a folder: one position each
 * @param file its name within the source
 * @param identity tells this file from another one of the same name
 * @param offset of the first byte that is not read, from the start of the file
 */
public record LogPosition(String source, String file, String identity, long offset) {
    public LogPosition {
        if (offset < 0) {
            throw new IllegalArgumentException("no place in a file: " + offset);
        }
    }
}
