package org.pgwright.tuning.watch;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.proof.ProofEnding;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.proof.ChangeProof;
import org.pgwright.repository.proof.ProofReading;
import org.pgwright.repository.proof.Proofs;
import org.pgwright.repository.proof.ProvenChange;
import org.pgwright.repository.proof.WatchedChanges;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.repository.strategy.Strategies;
import org.pgwright.repository.strategy.StrategyLife;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Status;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Judges changes whose effect is being measured, and moves their strategies on: what has proven
 * itself is kept, what did harm stays watched, for people to decide on, or until it is taken back
 * as the policy allows.
 */
public final class ChangeProofs {
    private static final Set<Status> WATCHED = EnumSet.of(Status.WATCHED);

    private final Repository repository;
    private final InstantSource clock;
    private final StrategyLife life;
    private final Strategies strategies = new Strategies();
    private final WatchedChanges watched = new WatchedChanges();
    private final ProofReading reading = new ProofReading();
    private final Proofs proofs = new Proofs();

    /**
     * @param ids for entries of the audit log
     */
    public ChangeProofs(Repository repository, Supplier<UUID> ids, InstantSource clock) {
        this.repository = repository;
        this.clock = clock;
        this.life = new StrategyLife(ids);
    }

    /**
     * Judges all that is watched. One that cannot be judged does not stop the others.
     *
     * @return what could not be done, for people
     * @throws PgwrightException CONNECTION_FAILED if the repository is away
     */
    public Optional<String> judge(Collection<UUID> instances) {
        List<String> failures = new ArrayList<>();
        for (UUID instance : instances) {
            List<ProvenChange> changes =
                    repository.inTransaction(Work.READ, jdbc -> watched.of(jdbc, instance));
            for (ProvenChange change : changes) {
                try {
                    judge(change);
                } catch (PgwrightException failure) {
                    if (failure.code() == ErrorCode.CONNECTION_FAILED) {
                        throw failure;
                    }
                    failures.add(
                            change.strategy().shortId()
                                    + " could not be judged: "
                                    + failure.getMessage());
                }
            }
        }
        return failures.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", failures));
    }

    private void judge(ProvenChange change) {
        if (change.judged() == null) {
            repository
                    .inTransaction(
                            Work.MAINTENANCE, jdbc -> reading.judge(jdbc, change, clock.instant()))
                    .ifPresent(judged -> end(change, judged));
        }
    }

    private void end(ProvenChange change, ProofReading.Judged judged) {
        ProofEnding ending =
                ProofEnding.of(
                        judged.judgement(),
                        judged.proof().isFinal(),
                        change.strategy().action() != Action.REINDEX);
        repository.inTransaction(
                Work.MAINTENANCE,
                jdbc -> {
                    keep(jdbc, change, judged.proof(), ending);
                    return null;
                });
    }

    /** Unless somebody has taken it back meanwhile. */
    private void keep(JdbcClient jdbc, ProvenChange change, ChangeProof proof, ProofEnding ending) {
        UUID instance = change.strategy().scope().instanceId();
        UUID id = change.strategy().id();
        boolean isWatched =
                strategies
                        .withId(jdbc, instance, id)
                        .filter(one -> one.standing().status() == Status.WATCHED)
                        .isPresent();
        if (!isWatched) {
            return;
        }
        proofs.keep(jdbc, instance, proof);
        switch (ending) {
            case ProofEnding.GoOn goOn -> {}
            case ProofEnding.Keep keep ->
                    life.move(
                            jdbc,
                            instance,
                            id,
                            WATCHED,
                            StrategyLife.Step.changed(
                                    kept(change.strategy()),
                                    Actor.LOCAL,
                                    proof.verdict().shown() + ": " + proof.reason(),
                                    change.id()));
            case ProofEnding.RollBack back ->
                    life.record(
                            jdbc,
                            instance,
                            id,
                            Status.WATCHED,
                            StrategyLife.Step.changed(
                                    Status.WATCHED,
                                    Actor.LOCAL,
                                    advice(change, back),
                                    change.id()));
        }
    }

    private static Status kept(KnownStrategy strategy) {
        return strategy.action() == Action.DROP ? Status.RETIRED : Status.KEPT;
    }

    private static String advice(ProvenChange change, ProofEnding.RollBack back) {
        return change.rollsBack()
                ? back.reason() + "; to be taken back, as the policy allows"
                : "%s; pgwright rollback %s takes it back"
                        .formatted(back.reason(), change.strategy().shortId());
    }
}
