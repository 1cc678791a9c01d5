package org.pgwright.tuning.change;

import org.pgwright.change.ChangeLimits;
import org.pgwright.change.ChangeProgress;
import org.pgwright.change.EndSignal;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.report.ChangesReport;
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
 * did harm, settles what a crash left, and makes, drops and rebuilds what is approved, within the
 * maintenance windows. Does nothing on a server for a database whose policy does not say so.
 */
public final class UnattendedChanges {
    /** Before what was postponed or has failed is tried again. */
    private static final Duration PAUSE = Duration.ofMinutes(15);

    private final Changes changes;
    private final UUID instance;
    private final Consumer<String> messages;
    private final Map<Object, Instant> pauses = new HashMap<>();

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

        private void settle() {
            for (String database : changes.unsettledDatabases(instance)) {
                if (changes.policy(instance, database).unattended().changes()) {
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
                Policy policy = changes.policy(instance, strategy.databaseName());
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

        /** One that cannot be done does not stop the others. */
        private void attempt(
                Object subject, String database, Function<ApplyRun, ChangesReport> work) {
            if (stop.isGiven() || isPaused(subject)) {
                return;
            }
            try {
                ChangedDatabase changed = changes.register(server.withDatabase(database));
                ChangesReport report = work.apply(new ApplyRun(changes, changed, messages));
                report.changes().forEach(change -> tell(database, change));
                if (!report.isAsWanted()) {
                    pause(subject);
                }
            } catch (PgwrightException failure) {
                failures.add(database + ": " + failure.getMessage());
                pause(subject);
            }
        }

        private void tell(String database, ChangesReport.Change change) {
            String sentence =
                    "%s: %s index %s: %s"
                            .formatted(
                                    database,
                                    change.action(),
                                    change.index(),
                                    change.end().sentence());
            if (change.end().isAsWanted()) {
                messages.accept(sentence);
            } else {
                failures.add(sentence);
            }
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

    private boolean isPaused(Object subject) {
        Instant until = pauses.get(subject);
        Instant now = changes.now();
        // A pause cannot be longer than it is, whatever became of the clock.
        return until != null && now.isBefore(until) && until.isBefore(now.plus(PAUSE.plus(PAUSE)));
    }

    private void pause(Object subject) {
        pauses.put(subject, changes.now().plus(PAUSE));
    }
}
