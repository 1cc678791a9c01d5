package org.pgwright.tuning.watch;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.samples.CollectorRuns;
import org.pgwright.repository.samples.CollectorRuns.Subject;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * How the collectors of a node do. Tells people when one begins to fail, and when it works again,
 * not each time.
 */
final class CollectorHealth {
    private final String server;
    private final Consumer<String> messages;
    private final TreeMap<Subject, CollectorRuns.Runs> runs = new TreeMap<>();
    private final Set<Subject> failing = new HashSet<>();

    /**
     * @param server for people
     * @param messages told of changes, a sentence each
     */
    CollectorHealth(String server, Consumer<String> messages) {
        this.server = server;
        this.messages = messages;
    }

    synchronized void add(Subject subject, Duration took, @Nullable String failure) {
        CollectorRuns.Runs before = runs.getOrDefault(subject, CollectorRuns.Runs.none(subject));
        runs.put(subject, before.and(took, failure));
        if (failure != null && failing.add(subject)) {
            messages.accept("%s: %s: %s".formatted(server, subject.shown(), failure));
        } else if (failure == null && failing.remove(subject)) {
            messages.accept("%s: %s works again".formatted(server, subject.shown()));
        }
    }

    /**
     * Tells people something about the server.
     *
     * @param what the rest of a sentence
     */
    void tell(String what) {
        messages.accept(server + ": " + what);
    }

    /** Takes back what could not be kept. */
    synchronized void giveBack(List<CollectorRuns.Runs> taken) {
        taken.forEach(of -> runs.merge(of.subject(), of, (later, before) -> before.and(later)));
    }

    /** What was not given out yet. */
    synchronized List<CollectorRuns.Runs> take() {
        List<CollectorRuns.Runs> taken = new ArrayList<>(runs.values());
        runs.clear();
        return taken;
    }
}
