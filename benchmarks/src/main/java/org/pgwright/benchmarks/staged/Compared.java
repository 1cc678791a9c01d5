package org.pgwright.benchmarks.staged;

/**
 * A statement on both sides of a change, as pgwright and as the client have it.
 *
 * @param name of the statement
 * @param finding of pgwright
 * @param ownBefore calls and mean of pgwright, that is of the server
 * @param before of the client
 * @param back of the client, after the bad index was taken back
 * @param othersDifference by how many milliseconds more the client waited for a call of other
 *     statements after the change: what the machine did to it meanwhile
 */
record Compared(
        String name,
        String finding,
        Own ownBefore,
        Own ownAfter,
        Seen before,
        Seen after,
        Seen back,
        double othersDifference) {
    /** Calls and milliseconds of the server. */
    record Own(long calls, double meanMillis) {}

    /** Mean after over mean before, of pgwright. */
    double ownRatio() {
        return ownAfter.meanMillis() / ownBefore.meanMillis();
    }

    /** The same of the client. */
    double ratio() {
        return after.meanMillis() / before.meanMillis();
    }

    /** Mean after less mean before, of pgwright. */
    double ownDifference() {
        return ownAfter.meanMillis() - ownBefore.meanMillis();
    }

    /** The same of the client, in which what both ways have in common is gone. */
    double difference() {
        return after.meanMillis() - before.meanMillis();
    }

    /** Without what the machine did to all of its statements. */
    double differenceBesideOthers() {
        return difference() - othersDifference;
    }
}
