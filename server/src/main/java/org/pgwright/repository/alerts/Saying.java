package org.pgwright.repository.alerts;

import org.pgwright.repository.strategy.Actor;

import java.time.Instant;

/** Who says what, and when. */
public record Saying(Actor actor, Instant at, String comment) {
    private static final int LONGEST = 2_000;

    public Saying {
        if (comment.length() > LONGEST) {
            throw new IllegalArgumentException("a comment has at most " + LONGEST + " characters");
        }
    }
}
