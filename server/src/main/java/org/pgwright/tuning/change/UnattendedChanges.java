package org.pgwright.tuning.change;

import org.jspecify.annotations.Nullable;
import org.pgwright.change.ChangeLimits;
import org.pgwright.change.ChangeProgress;
import org.pgwright.change.EndSignal;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.report.ChangesReport;
import org.pgwright.repository.strategy.ChangeJournal;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.repository.strategy.Scope;
import org.pgwright.strategy.Policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Does with the indexes of a server what policies allow without anybody who asks: takes back what
 * did harm, settles what a crash left, goes on with what is paused, and makes, drops and rebuilds
 * what is approved, the last two within the maintenance windows. Does nothing on a server for a
 * database whose policy does not say so.
 */
public final class UnattendedChanges {
    /** Before what was postponed or has failed is tried again. */
    private static final Duration PAUSE = Duration.ofMinutes(15);

    private final Changes changes;
    private final UUID instance;
    private final Consumer<String> messages;
    private final Map<Object, Pause> pauses = new HashMap<>();

    /** Until when something is not tried again, and why. */
    private record Pause(Instant until, String reason) {}

    /**
     * @param messages told what was done, a sentence each
     */
    public UnattendedChanges(Changes changes, UUID instance, Consumer<String> messages) {
        this.changes = changes;
        this.instance = instance;
        this.messages = messages;
    }

    /** Whether a round may have anything to do. */
    public boolean isDue() {
        return changes.isAnythingOpen(instance);
    }

    /**
     * Does what is to be done now, one after the other.
     *
     * @param server the primary, by any of its databases
     * @return what could not be done, for people
     * @throws PgwrightException if the repository fails
     */
    public Optional<String> round(ConnectionSettings server, EndSignal stop) {
        Round round = new Round(server, stop);
        round.takeBack();
        changes.decide(instance);
        round.settle();
        round.apply();
        return round.failures.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join("; ", round.failures));
    }

    /** One round, and what it could not do. */
    private final class Round {
        private final ConnectionSettings server;
        private final EndSignal stop;
        private final List<String> failures = new ArrayList<>();
        private final Map<String, Policy> policies = new HashMap<>();

        private Round(ConnectionSettings server, EndSignal stop) {
            this.server = server;
            this.stop = stop;
        }

        /** At once, whatever the windows are: what did harm does more each hour. */
        private void takeBack() {
            for (KnownStrategy harmful : changes.toTakeBack(instance)) {
                attempt(
                        harmful.id(),
                        harmful.databaseName(),
                        run -> {
                            ours(run.database(), harmful.scope());
                            return run.rollBack(
                                    List.of(harmful.id().toString()),
                                    ChangeLimits.DEFAULT,
                                    stop,
                                    told(harmful.databaseName()));
                        });
            }
        }

        /**
         * What is paused waits for the window, which is no failure and no reason to connect; so
         * does what another process is at work on.
         */
        private void settle() {
            if (changes.isAnyAtWork(instance)) {
                return;
            }
            for (ChangeJournal.Unsettled left : changes.unsettledDatabases(instance)) {
                String database = left.database();
                Policy policy = policy(database);
                boolean isToWait = left.isPaused() && !policy.isOpen(changes.now());
                if (policy.unattended().changes() && !isToWait) {
                    attempt(
                            database,
                            database,
                            run ->
                                    run.reconcile(
                                            ChangeLimits.DEFAULT, false, stop, told(database)));
                }
            }
        }

        private void apply() {
            for (KnownStrategy strategy : changes.doable(instance)) {
                Policy policy = policy(strategy.databaseName());
                if (policy.unattended().applies() && policy.isOpen(changes.now())) {
                    attempt(
                            strategy.id(),
                            strategy.databaseName(),
                            run -> {
                                ours(run.database(), strategy.scope());
                                return run.apply(
                                        List.of(strategy),
                                        ChangeLimits.DEFAULT,
                                        false,
                                        stop,
                                        told(strategy.databaseName()));
                            });
                }
            }
        }

        /** As it was in the beginning; what is done heeds what it is then. */
        private Policy policy(String database) {
            return policies.computeIfAbsent(database, name -> changes.policy(instance, name));
        }

        /** One that cannot be done does not stop the others. */
        private void attempt(
                Object subject, String database, Function<ApplyRun, ChangesReport> work) {
            Pause pause = pause(subject);
            if (stop.isGiven() || pause != null) {
                failures.addAll(pause == null ? List.of() : List.of(pause.reason()));
                return;
            }
            try {
                ChangedDatabase changed = changes.register(server.withDatabase(database));
                ChangesReport report = work.apply(new ApplyRun(changes, changed, messages));
                report.changes().forEach(change -> tell(subject, database, change));
            } catch (PgwrightException failure) {
                fail(subject, database + ": " + failure.getMessage());
            }
        }

        private void tell(Object subject, String database, ChangesReport.Change change) {
            String sentence =
                    "%s: %s %s: %s"
                            .formatted(
                                    database,
                                    change.action(),
                                    change.subject(),
                                    change.end().sentence());
            Optional<Instant> opening =
                    change.end().isPaused() ? opening(database) : Optional.empty();
            if (change.end().isAsWanted()) {
                messages.accept(sentence);
            } else if (opening.isPresent()) {
                messages.accept(
                        sentence + "; it goes on in the window that begins at " + opening.get());
            } else {
                fail(subject, sentence);
            }
        }

        /**
         * When the next window begins, if none is open; by the policy of now, as work takes long.
         */
        private Optional<Instant> opening(String database) {
            Instant now = changes.now();
            Policy policy = changes.policy(instance, database);
            return policy.isOpen(now) ? Optional.empty() : policy.next(now);
        }

        private void fail(Object subject, String sentence) {
            failures.add(sentence);
            pauses.put(subject, new Pause(changes.now().plus(PAUSE), sentence));
        }

        private ChangeProgress told(String database) {
            return new ChangeProgress() {
                @Override
                public void step(String what, long done, long total) {
                    // Nobody looks on.
                }

                @Override
                public void note(String sentence) {
                    messages.accept(database + ": " + sentence);
                }
            };
        }
    }

    /** Another server may have taken the place of this one. */
    private static void ours(ChangedDatabase database, Scope scope) {
        if (!database.scope().equals(scope)) {
            throw new PgwrightException(
                    ErrorCode.CONNECTION_FAILED,
                    "another server, or another database, answers at this address now",
                    "start pgwright collect again");
        }
    }

    private @Nullable Pause pause(Object subject) {
        Pause pause = pauses.get(subject);
        Instant now = changes.now();
        // None is longer than it was meant to be, whatever becomes of the clock.
        boolean isOver =
                pause == null
                        || !now.isBefore(pause.until())
                        || now.plus(PAUSE).isBefore(pause.until());
        return isOver ? null : pause;
    }
}
