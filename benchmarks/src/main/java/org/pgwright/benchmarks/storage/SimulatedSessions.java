package org.pgwright.benchmarks.storage;

import org.pgwright.observation.Activity;
import org.pgwright.observation.Session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Sessions second by second: thirty connections, of which some are at work. */
final class SimulatedSessions {
    private static final int CONNECTIONS = 30;
    private static final int LIMIT = 100;
    private static final int FIRST_PID = 4_000_000;
    private static final int MOST_BUSY = 6;
    private static final int WAITS_EVERY = 3;
    private static final int IDLE_EVERY = 10;

    private final List<String> texts;
    private final Random random = new Random(3);

    SimulatedSessions(List<String> texts) {
        this.texts = List.copyOf(texts);
    }

    Activity at(Instant moment) {
        List<Session> sessions = new ArrayList<>();
        int busy = random.nextInt(MOST_BUSY + 1);
        for (int i = 0; i < busy; i++) {
            sessions.add(session());
        }
        return new Activity(moment, CONNECTIONS, LIMIT, sessions);
    }

    /** Of few statements more often than of others. */
    private Session session() {
        double uniform = random.nextDouble();
        int text = (int) (uniform * uniform * uniform * texts.size());
        boolean waits = random.nextInt(WAITS_EVERY) == 0;
        boolean isIdle = random.nextInt(IDLE_EVERY) == 0;
        return new Session(
                FIRST_PID + random.nextInt(CONNECTIONS),
                "client backend",
                isIdle ? "idle in transaction" : "active",
                waits ? new Session.Wait("IO", "DataFileRead") : new Session.Wait("", ""),
                new Session.Client("shop", "app", "shop web", "10.0.0.7"),
                text,
                texts.get(text),
                Duration.ofMillis(random.nextInt(200)),
                Duration.ofMillis(random.nextInt(100)),
                List.of());
    }
}
