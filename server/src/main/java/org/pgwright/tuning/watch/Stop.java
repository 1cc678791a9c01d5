package org.pgwright.tuning.watch;

import org.pgwright.change.EndSignal;

import java.time.Duration;

/** Says to all who wait that it is time to end. */
public final class Stop {
    /** For one more look at everything. */
    static final Duration FAREWELL = Duration.ofSeconds(15);

    private static final Duration LONG = Duration.ofDays(1);

    private final EndSignal signal = new EndSignal();

    /** Ends what waits for it. */
    public void now() {
        signal.give();
    }

    /** Waits until it comes. */
    public void await() {
        while (!within(LONG)) {
            // As long as it takes.
        }
    }

    /** Waits; whether it came within that time, at once if the time is over already. */
    boolean within(Duration time) {
        return signal.within(time);
    }

    /** The same for changes of indexes, which are then broken off. */
    EndSignal signal() {
        return signal;
    }
}
