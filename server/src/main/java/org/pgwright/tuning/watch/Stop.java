package org.pgwright.tuning.watch;

import org.pgwright.change.EndSignal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says to all who wait that it is time to end. */
public final class Stop {
    /** For one more look at everything. */
    static final Duration FAREWELL = Duration.ofSeconds(15);

    private static final Duration LONG = Duration.ofDays(1);

    private final EndSignal signal = new EndSignal();
    private final Set<Stop> parts = ConcurrentHashMap.newKeySet();

    /** Ends what waits for it, or for a part of it. */
    public void now() {
        signal.give();
        parts.forEach(Stop::now);
    }

    /** One that comes with this one, or before it by itself; to be let go of at its end. */
    Stop part() {
        Stop part = new Stop();
        parts.add(part);
        if (signal.isGiven()) {
            part.now();
        }
        return part;
    }

    /** Forgets a part that has come. */
    void letGo(Stop part) {
        parts.remove(part);
    }

    /** Waits until it comes. */
    public void await() {
        while (!within(LONG)) {
            // As long as it takes.
        }
    }

    /** Waits; whether it came within that time, at once if the time is over already. */
    public boolean within(Duration time) {
        return signal.within(time);
    }

    /** The same for changes of indexes, which are then broken off. */
    EndSignal signal() {
        return signal;
    }
}
