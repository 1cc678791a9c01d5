package org.pgwright.cli;

import org.jline.utils.Signals;
import org.pgwright.tuning.watch.Stop;

import java.util.List;

/** Signals that ask a command that goes on for long to end in order. */
final class EndingSignals {
    private static final List<String> ENDING = List.of("INT", "TERM");

    private EndingSignals() {}

    /** A stop that comes with the first of them from now on. */
    static Stop stop() {
        Stop stop = new Stop();
        then(stop::now);
        return stop;
    }

    /** Does that, instead of ending the process, whenever one comes from now on. */
    static void then(Runnable action) {
        ENDING.forEach(signal -> Signals.register(signal, action));
    }
}
