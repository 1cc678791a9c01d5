package org.pgwright.tuning.task;

import org.pgwright.advisor.TableFilter;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.report.AdviceReport;
import org.pgwright.report.Format;
import org.pgwright.report.Layout;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.repository.strategy.Proposals.Proposed;
import org.pgwright.repository.task.Task;
import org.pgwright.strategy.Source;
import org.pgwright.tuning.AdviceOptions;
import org.pgwright.tuning.AdviceRun;
import org.pgwright.tuning.Ending;
import org.pgwright.tuning.StatementFilter;
import org.pgwright.tuning.WorkloadChoice;
import org.pgwright.tuning.change.AdvisedProposals;
import org.pgwright.tuning.change.Changes;
import org.pgwright.tuning.watch.ServerRegister;

import java.util.List;
import java.util.function.Function;

/** Advises on a database that is watched, and proposes what comes of it. */
public final class AdviceWork implements TaskWork {
    private final AdviceRun advice;
    private final RepositoryLocation repository;
    private final ServerRegister register;
    private final Function<Actor, Changes> changes;

    /**
     * @param repository which the statements come from
     * @param changes of who asked for it
     */
    public AdviceWork(
            AdviceRun advice,
            RepositoryLocation repository,
            ServerRegister register,
            Function<Actor, Changes> changes) {
        this.advice = advice;
        this.repository = repository;
        this.register = register;
        this.changes = changes;
    }

    @Override
    public String perform(Task task, TaskProgress progress) {
        AdviceWish wish = TaskDesk.read(task, AdviceWish.class);
        ConnectionSettings settings =
                register.primary(task.instanceId()).withDatabase(task.wish().databaseName());
        AdviceReport report =
                advice.run(options(settings, wish, progress), progress, progress::note);
        Changes byThem = changes.apply(new Actor(task.asked().by()));
        List<Proposed> proposed =
                byThem.propose(
                        byThem.register(settings),
                        Source.ADVICE,
                        AdvisedProposals.of(report.advice()));
        long unwanted = proposed.stream().filter(Proposed.Unwanted.class::isInstance).count();
        if (unwanted > 0) {
            progress.note(unwanted + " stay dismissed, as nothing changed");
        }
        return Format.JSON.render(report, Layout.PLAIN);
    }

    private AdviceOptions options(
            ConnectionSettings settings, AdviceWish wish, TaskProgress progress) {
        return new AdviceOptions(
                new AdviceOptions.Source.Server(settings),
                new WorkloadChoice.Kept(repository, wish.since()),
                wish.budget(),
                true,
                new TableFilter(List.of(), List.of()),
                StatementFilter.ALL,
                AdviceOptions.WhatIf.TWIN,
                null,
                new Ending(wish.deadline(), false, progress.end()::isGiven));
    }
}
