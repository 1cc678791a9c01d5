package org.pgwright.demo;

import org.pgwright.advisor.Advice;
import org.pgwright.advisor.Budget;
import org.pgwright.advisor.TableFilter;
import org.pgwright.catalog.Bytes;
import org.pgwright.change.ChangeEnd;
import org.pgwright.change.ChangeLimits;
import org.pgwright.change.ChangeProgress;
import org.pgwright.change.EndSignal;
import org.pgwright.planner.Progress;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ServerFailure;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Repository;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.repository.strategy.Proposals.Proposed;
import org.pgwright.strategy.Source;
import org.pgwright.tuning.AdviceOptions;
import org.pgwright.tuning.AdviceRun;
import org.pgwright.tuning.Ending;
import org.pgwright.tuning.StatementFilter;
import org.pgwright.tuning.WorkloadChoice;
import org.pgwright.tuning.change.AdvisedProposals;
import org.pgwright.tuning.change.ChangedDatabase;
import org.pgwright.tuning.change.Changes;
import org.pgwright.tuning.watch.Stop;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The whole of pgwright on a database of its own: a workload, its baseline, advice, the indexes
 * built beside it, and the workload again.
 *
 * <p>Needs no PostgreSQL on the machine, listens on no network, and leaves nothing behind however
 * it ends.
 */
public final class Demo {
    private static final int ROUNDS_OF_WRITES = 3;

    /** Between two rounds of the application: some per cent of a core. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final DemoOptions options;
    private final AdviceRun adviser;
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * @param random for ids
     */
    public Demo(
            DemoOptions options, AdviceRun adviser, InstantSource clock, RandomGenerator random) {
        this.options = options;
        this.adviser = adviser;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Runs it.
     *
     * @param out gets the report, a section at a time, each ending with a line feed
     * @throws org.pgwright.error.PgwrightException if a step fails
     */
    public void run(Consumer<String> out, Progress progress) {
        DemoText text = new DemoText(out);
        long begin = System.nanoTime();
        text.beginning(DemoServer.MAJOR);
        try (DemoServer server = DemoServer.start(options, progress)) {
            load(server, text, progress);
            run(server, text, progress);
        } catch (SQLException e) {
            throw failure(e);
        }
        text.ending(Duration.ofNanos(System.nanoTime() - begin));
    }

    /**
     * Runs it while pages show it; its application goes on working until the end.
     *
     * @param out as {@link #run}'s
     * @param end asked at the end of the report for what ends it
     * @throws org.pgwright.error.PgwrightException if a step fails
     */
    public void serve(Consumer<String> out, Progress progress, Pages pages, Supplier<Stop> end) {
        DemoText text = new DemoText(out);
        long begin = System.nanoTime();
        text.beginning(DemoServer.MAJOR);
        try (DemoServer server = DemoServer.start(options, progress)) {
            load(server, text, progress);
            progress.step("Starting the pages", 0, 0);
            RepositoryLocation location = location(server);
            pages.register(location, server.settings());
            try (PagesRun served = new PagesRun(pages, location)) {
                served.tell(text::note);
                run(server, text, progress);
                text.serving(served.address(), Duration.ofNanos(System.nanoTime() - begin));
                work(server, served, text, end.get());
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(SQLException cause) {
        return ServerFailure.of("running the demo", Deadlines.SESSION, cause);
    }

    /** As the application would, so that there is something to see. */
    private void work(DemoServer server, PagesRun served, DemoText text, Stop stop)
            throws SQLException {
        WorkloadRun queries = new WorkloadRun(server.connection(), MlRegistry.workload());
        WorkloadRun writes = new WorkloadRun(server.connection(), MlRegistry.writes());
        for (long round = 0; !stop.within(PAUSE); round++) {
            queries.measure(1, options.seed() + round, Progress.NONE);
            writes.measure(1, options.seed() + round, Progress.NONE);
            served.check();
            served.tell(text::note);
        }
    }

    private void load(DemoServer server, DemoText text, Progress progress) throws SQLException {
        long begin = System.nanoTime();
        server.load(options.scale(), progress);
        text.loaded(
                server.rows("training_runs"),
                server.rows("deployments"),
                server.size(),
                Duration.ofNanos(System.nanoTime() - begin));
    }

    private void run(DemoServer server, DemoText text, Progress progress) throws SQLException {
        Bytes size = server.size();
        Measured before = measure(server, progress);
        text.baseline(before.queries(), options.rounds());
        Advice advice = advise(server, text, progress);
        List<ChangeEnd> built = build(server, advice, progress);
        text.built(advice.recommendations(), built);
        Measured after = measure(server, progress);
        text.compared(before.queries(), after.queries());
        text.price(before.writes(), after.writes(), size, added(built));
    }

    private record Measured(WorkloadTimes queries, WorkloadTimes writes) {}

    private Measured measure(DemoServer server, Progress progress) throws SQLException {
        WorkloadRun queries = new WorkloadRun(server.connection(), MlRegistry.workload());
        WorkloadRun writes = new WorkloadRun(server.connection(), MlRegistry.writes());
        queries.warmUp();
        writes.warmUp();
        server.forgetStatements();
        return new Measured(
                queries.measure(options.rounds(), options.seed(), progress),
                writes.measure(ROUNDS_OF_WRITES, options.seed(), progress));
    }

    private Advice advise(DemoServer server, DemoText text, Progress progress) {
        AdviceOptions wanted =
                new AdviceOptions(
                        new AdviceOptions.Source.Server(server.settings()),
                        new WorkloadChoice.OfSource(),
                        Budget.UNLIMITED,
                        false,
                        TableFilter.ALL,
                        StatementFilter.ALL,
                        AdviceOptions.WhatIf.TWIN,
                        null,
                        Ending.BY_ITSELF);
        var report = adviser.run(wanted, progress, text::note);
        text.advice(report.advice(), report.elapsed());
        return report.advice();
    }

    /** As pgwright apply does: proposed, approved and done, with a repository beside it. */
    private List<ChangeEnd> build(DemoServer server, Advice advice, Progress progress) {
        List<ChangeEnd> ends = new ArrayList<>();
        try (Repository repository = repository(server)) {
            Ids ids = new Ids(clock, random);
            Changes changes = new Changes(repository, clock, ids, random, Actor.LOCAL);
            ChangedDatabase database = changes.register(server.settings());
            List<Proposed> wanted =
                    changes.propose(database, Source.ADVICE, AdvisedProposals.created(advice));
            for (Proposed proposed : wanted) {
                progress.step("Building indexes", ends.size(), wanted.size());
                KnownStrategy strategy =
                        changes.withId(database.scope().instanceId(), proposed.strategy());
                ends.add(
                        changes.apply(
                                database,
                                changes.approve(strategy, "the demo builds all of its advice"),
                                ChangeLimits.DEFAULT,
                                new EndSignal(),
                                ChangeProgress.NONE));
            }
        }
        return ends;
    }

    private static Repository repository(DemoServer server) {
        return Repository.open(
                location(server),
                () -> {
                    throw new IllegalStateException("the repository has a server");
                });
    }

    private static RepositoryLocation location(DemoServer server) {
        return new RepositoryLocation.Server(server.repositorySettings());
    }

    private static Bytes added(List<ChangeEnd> ends) {
        Bytes sum = Bytes.ZERO;
        for (ChangeEnd end : ends) {
            if (end instanceof ChangeEnd.Applied applied) {
                sum = sum.plus(new Bytes(applied.bytes()));
            }
        }
        return sum;
    }
}
