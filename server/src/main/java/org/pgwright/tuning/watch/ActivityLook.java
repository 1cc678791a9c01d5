package org.pgwright.tuning.watch;

import org.pgwright.collector.ActivityCollector;
import org.pgwright.observation.Activity;
import org.pgwright.observation.NodeKey;
import org.pgwright.observation.Session;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.repository.PartitionedTable;
import org.pgwright.repository.samples.ActivityStore;
import org.pgwright.repository.samples.Keeper;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Keeps what sessions of a node do. What the repository does not take waits here for some minutes,
 * because no later look sees it again; the oldest is given up, and that is told.
 */
final class ActivityLook implements Task.Look {
    /** Ten minutes of looks each second. */
    static final int MOST_WAITING = 600;

    /** Of texts of statements and the like, as a server may show a megabyte for each session. */
    static final long MOST_CHARACTERS = 16_000_000;

    /** What a session takes beside its texts, roughly. */
    private static final long OF_A_SESSION = 200;

    private final Keeper keeper;
    private final NodeKey node;
    private final Consumer<String> messages;
    private final ActivityStore store = new ActivityStore();
    private final Deque<Activity> waiting = new ArrayDeque<>();
    private long characters;
    private long givenUp;

    /**
     * @param messages told when looks were given up, the rest of a sentence about the server
     */
    ActivityLook(Keeper keeper, NodeKey node, Consumer<String> messages) {
        this.keeper = keeper;
        this.node = node;
        this.messages = messages;
    }

    @Override
    public Runnable read(ReadTransaction transaction) {
        add(ActivityCollector.read(transaction));
        return this::keep;
    }

    /** Idle sessions are only counted, and not kept waiting. */
    void add(Activity look) {
        Activity busy =
                new Activity(
                        look.takenAt(),
                        look.connections(),
                        look.connectionLimit(),
                        look.sessions().stream().filter(Session::isBusy).toList());
        waiting.add(busy);
        characters += characters(busy);
        while (waiting.size() > MOST_WAITING
                || (characters > MOST_CHARACTERS && waiting.size() > 1)) {
            characters -= characters(waiting.removeFirst());
            if (givenUp++ == 0) {
                messages.accept(
                        "the repository has been away for so long that looks at sessions are"
                                + " given up, the oldest first");
            }
        }
    }

    int waiting() {
        return waiting.size();
    }

    /** One transaction each: a look that was kept but not known to be is not kept twice. */
    void keep() {
        while (!waiting.isEmpty()) {
            Activity next = waiting.getFirst();
            keeper.write(
                    node,
                    PartitionedTable.ACTIVITY_SAMPLE,
                    next.takenAt(),
                    jdbc -> {
                        store.record(jdbc, node, next);
                        return null;
                    });
            characters -= characters(waiting.removeFirst());
        }
        if (givenUp > 0) {
            messages.accept(
                    "%,d looks at sessions were given up while the repository was away"
                            .formatted(givenUp));
            givenUp = 0;
        }
    }

    private static long characters(Activity activity) {
        return activity.sessions().stream()
                .mapToLong(session -> OF_A_SESSION + session.queryText().length())
                .sum();
    }
}
