package org.pgwright.alerting;

import org.pgwright.error.Defect;
import org.pgwright.error.PgwrightException;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Has thresholds compared and notifications sent again and again, until it is closed. A failure
 * ends neither, and is told once for as long as it goes on.
 */
public final class AlertLoop implements AutoCloseable {
    /** What is being sent gets that long to end. */
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private final OutboxSender sender;
    private final Consumer<String> messages;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> threads;

    /** How often both are done. */
    public record Pace(Duration evaluating, Duration sending) {
        /** What a minute brings is known within seconds. */
        public static final Pace USUAL = new Pace(AlertCycle.EVERY, Duration.ofSeconds(2));
    }

    private AlertLoop(Runnable cycle, OutboxSender sender, Pace pace, Consumer<String> messages) {
        this.sender = sender;
        this.messages = messages;
        this.threads =
                List.of(
                        Thread.ofVirtual()
                                .unstarted(
                                        () -> lane("comparing thresholds", cycle, pace.evaluating)),
                        Thread.ofVirtual()
                                .unstarted(
                                        () ->
                                                lane(
                                                        "sending notifications",
                                                        sender::begin,
                                                        pace.sending)));
    }

    /**
     * Begins.
     *
     * @param cycle such as {@link AlertCycle}
     * @param messages told what people should know, a sentence each
     */
    public static AlertLoop start(
            Runnable cycle, OutboxSender sender, Pace pace, Consumer<String> messages) {
        AlertLoop loop = new AlertLoop(cycle, sender, pace, messages);
        loop.threads.forEach(Thread::start);
        return loop;
    }

    private void lane(String what, Runnable work, Duration every) {
        Set<String> told = new HashSet<>();
        do {
            try {
                work.run();
                told.clear();
            } catch (Throwable failure) {
                // Whatever it is: nobody else would hear of it, and alerts have to go on.
                all(failure)
                        .map(AlertLoop::words)
                        .filter(told::add)
                        .forEach(words -> messages.accept(what + ": " + words));
            }
        } while (!isOver(every));
    }

    private boolean isOver(Duration pause) {
        try {
            return stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static Stream<Throwable> all(Throwable failure) {
        return Stream.concat(Stream.of(failure), Stream.of(failure.getSuppressed()));
    }

    private static String words(Throwable failure) {
        return failure instanceof PgwrightException known
                ? String.valueOf(known.getMessage())
                : Defect.shown(failure);
    }

    /** Ends both; what is being sent is broken off after a moment, and sent again another time. */
    @Override
    public void close() {
        stop.countDown();
        try {
            for (Thread thread : threads) {
                if (!thread.join(FAREWELL)) {
                    thread.interrupt();
                    thread.join();
                }
            }
        } catch (InterruptedException interrupted) {
            threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
        sender.end(FAREWELL);
    }
}
