package org.pgwright.benchmarks.staged;

import java.time.Instant;
import java.util.List;

/**
 * What the client saw of a statement in a time; 0 for no calls.
 *
 * @param meanMillis of a call, with the way to the server and back
 */
record Seen(long calls, double meanMillis, double medianMillis) {
    /** Of the calls that ended within a time. */
    static Seen of(List<ClientCall> calls, int statement, Instant from, Instant until) {
        double[] millis =
                calls.stream()
                        .filter(call -> call.statement() == statement)
                        .filter(
                                call ->
                                        !call.ended().isBefore(from)
                                                && call.ended().isBefore(until))
                        .mapToDouble(ClientCall::millis)
                        .sorted()
                        .toArray();
        if (millis.length == 0) {
            return new Seen(0, 0, 0);
        }
        double sum = 0;
        for (double one : millis) {
            sum += one;
        }
        int half = millis.length / 2;
        double median =
                millis.length % 2 == 1 ? millis[half] : (millis[half - 1] + millis[half]) / 2;
        return new Seen(millis.length, sum / millis.length, median);
    }
}
