package org.pgwright.tuning.watch;

import org.pgwright.collector.ActivityCollector;
import org.pgwright.observation.Activity;
import org.pgwright.observation.NodeKey;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.repository.PartitionedTable;
import org.pgwright.repository.samples.ActivityStore;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps what sessions of a node do. What the repository does not take waits here for some minutes,
 * because no later look sees it again.
 */
final class ActivityLook implements Task.Look {
    /** Ten minutes of looks each second, of some hundred kilobytes at the most. */
    private static final int MOST_WAITING = 600;

    private final Keeper keeper;
    private final NodeKey node;
    private final ActivityStore store = new ActivityStore();
    private final Deque<Activity> waiting = new ArrayDeque<>();

    ActivityLook(Keeper keeper, NodeKey node) {
        this.keeper = keeper;
        this.node = node;
    }

    @Override
    public Runnable read(ReadTransaction transaction) {
        waiting.add(ActivityCollector.read(transaction));
        if (waiting.size() > MOST_WAITING) {
            waiting.removeFirst();
        }
        return this::keep;
    }

    /** One transaction each: a look that was kept but not known to be is not kept twice. */
    private void keep() {
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
            waiting.removeFirst();
        }
    }
}
