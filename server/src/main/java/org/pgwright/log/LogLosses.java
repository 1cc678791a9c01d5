package org.pgwright.log;

/**
 * What was read of a log, and what of it was no entry.
 *
 * @param bytes read
 * @param malformed lines that are not formed as entries are
 * @param otherLanguage entries whose severity is not in English
 * @param tooLong entries that were too long to be read
 * @param tooLongBytes of those
 * @param lostParts details and statements whose entry was not there
 */
public record LogLosses(
        long bytes,
        long malformed,
        long otherLanguage,
        long tooLong,
        long tooLongBytes,
        long lostParts) {
    /** Nothing read, nothing lost. */
    public static final LogLosses NONE = new LogLosses(0, 0, 0, 0, 0, 0);

    /** Both together. */
    public LogLosses plus(LogLosses more) {
        return new LogLosses(
                bytes + more.bytes,
                malformed + more.malformed,
                otherLanguage + more.otherLanguage,
                tooLong + more.tooLong,
                tooLongBytes + more.tooLongBytes,
                lostParts + more.lostParts);
    }
}
