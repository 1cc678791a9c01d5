package org.pgwright.workload;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;

/** The parentheses and brackets around the piece being read, with what opened them. */
final class Brackets {
    /** What a pair of parentheses is for, as far as it decides what a constant is. */
    enum Purpose {
        /** A query, or the whole statement: numbers in its ORDER BY are positions. */
        QUERY,
        /** The name in OPERATOR(schema.=). */
        OPERATOR_NAME,
        /** DISTINCT ON (...), which an expression follows. */
        DISTINCT_ON,
        /** The arguments of normalize(...). */
        NORMALIZE,
        /** The arguments of json_query(...) and its like, and the columns of JSON_TABLE. */
        JSON,
        /** Anything else. */
        OTHER
    }

    private static final class Level {
        final Purpose purpose;
        boolean inPositions;

        Level(Purpose purpose) {
            this.purpose = purpose;
        }
    }

    private final Level statement = new Level(Purpose.QUERY);
    private final Deque<Level> levels = new ArrayDeque<>();
    private @Nullable Purpose justClosed;

    void open(Purpose purpose) {
        levels.push(new Level(purpose));
    }

    void close() {
        Level closed = levels.poll();
        justClosed = closed == null ? Purpose.OTHER : closed.purpose;
    }

    Purpose purpose() {
        return level().purpose;
    }

    /** What the parenthesis closed last was for. */
    Purpose closedPurpose() {
        return justClosed == null ? Purpose.OTHER : justClosed;
    }

    /** Notes whether the list of ORDER BY or GROUP BY of a query begins or ends here. */
    void inPositions(boolean inside) {
        level().inPositions = inside && level().purpose == Purpose.QUERY;
    }

    boolean inPositions() {
        return level().inPositions;
    }

    private Level level() {
        Level innermost = levels.peek();
        return innermost == null ? statement : innermost;
    }
}
