package org.pgwright.tuning;

import org.jline.utils.Signals;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Tells a search when its end has come, while it is open. */
final class SearchEnd implements BooleanSupplier, AutoCloseable {
    private static final String INTERRUPT = "INT";

    private final BooleanSupplier late;
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final Runnable stopListening;

    private SearchEnd(BooleanSupplier late, boolean onInterrupt, Consumer<String> warnings) {
        this.late = late;
        this.stopListening = onInterrupt ? listen(warnings) : () -> {};
    }

    /**
     * @param late whether the deadline has passed
     * @param onInterrupt whether Ctrl-C ends the search; the next one ends the process, as usual
     * @param warnings told when Ctrl-C has been taken so
     */
    static SearchEnd open(BooleanSupplier late, boolean onInterrupt, Consumer<String> warnings) {
        return new SearchEnd(late, onInterrupt, warnings);
    }

    private Runnable listen(Consumer<String> warnings) {
        Object[] usual = new Object[1];
        Runnable restore = () -> Signals.unregister(INTERRUPT, usual[0]);
        usual[0] =
                Signals.register(
                        INTERRUPT,
                        () -> {
                            if (interrupted.compareAndSet(false, true)) {
                                restore.run();
                                warnings.accept(
                                        "interrupted: what was found so far follows; Ctrl-C again"
                                                + " ends at once");
                            }
                        });
        return restore;
    }

    /** Whether the search should end. */
    @Override
    public boolean getAsBoolean() {
        return interrupted.get() || late.getAsBoolean();
    }

    @Override
    public void close() {
        if (!interrupted.get()) {
            stopListening.run();
        }
    }
}
