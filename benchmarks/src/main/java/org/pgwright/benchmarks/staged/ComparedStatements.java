package org.pgwright.benchmarks.staged;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Holds what pgwright says of statements against what the client saw in the same times. */
final class ComparedStatements {
    private final List<ClientCall> calls;
    private final Instant firstLook;
    private final Instant back;

    /**
     * @param firstLook of pgwright, before which it knows nothing
     * @param bad that was taken back, maybe
     */
    ComparedStatements(List<ClientCall> calls, Instant firstLook, Outcome bad) {
        this.calls = calls;
        this.firstLook = firstLook;
        Duration after = bad.rolledBack();
        this.back = after == null ? Instant.MAX : bad.times().afterFrom().plus(after);
    }

    /** Those statements of ours that the proof of a change is about, as it was judged. */
    List<Compared> of(JsonNode shown, Outcome outcome) {
        List<Compared> compared = new ArrayList<>();
        List<JsonNode> queries =
                shown.path("proof").path("figures").path("queries").valueStream().toList();
        for (int i = 0; i < StagedDatabase.STATEMENTS.size(); i++) {
            StagedStatement statement = StagedDatabase.STATEMENTS.get(i);
            int number = i;
            queries.stream()
                    .filter(query -> isShown(statement, query.path("text").asString()))
                    .findFirst()
                    .ifPresent(query -> compared.add(compared(number, query, outcome)));
        }
        return compared;
    }

    private Compared compared(int number, JsonNode query, Outcome outcome) {
        Outcome.Times times = outcome.times();
        Instant from = times.knownFrom(firstLook);
        return new Compared(
                StagedDatabase.STATEMENTS.get(number).name(),
                query.path("finding").asString(),
                own(query.path("before")),
                own(query.path("after")),
                Seen.of(calls, number, from, times.beforeUntil()),
                Seen.of(calls, number, times.afterFrom(), times.afterUntil()),
                Seen.of(calls, number, back, Instant.MAX),
                seenOfOthers(times.afterFrom(), times.afterUntil())
                        - seenOfOthers(from, times.beforeUntil()));
    }

    /** Pgwright writes all statements in one way, with other spaces and in small letters. */
    static boolean isShown(StagedStatement statement, String text) {
        String beginning = statement.sql().split(":v1", 2)[0];
        return compact(text).startsWith(compact(beginning));
    }

    private static String compact(String text) {
        return text.replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
    }

    /** The mean of the means of statements whose tables get no index. */
    private double seenOfOthers(Instant from, Instant until) {
        List<StagedStatement> staged = StagedDatabase.staged();
        return IntStream.range(0, StagedDatabase.STATEMENTS.size())
                .filter(number -> !staged.contains(StagedDatabase.STATEMENTS.get(number)))
                .mapToDouble(number -> Seen.of(calls, number, from, until).meanMillis())
                .average()
                .orElse(0);
    }

    private static Compared.Own own(JsonNode times) {
        return new Compared.Own(times.path("calls").asLong(), times.path("meanMillis").asDouble());
    }
}
