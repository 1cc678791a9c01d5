package org.pgwright.demo;

import org.pgwright.advisor.Advice;
import org.pgwright.advisor.Advice.Recommendation;
import org.pgwright.advisor.Budget;
import org.pgwright.advisor.TableFilter;
import org.pgwright.catalog.Bytes;
import org.pgwright.change.BuildOutcome;
import org.pgwright.change.ChangeLimits;
import org.pgwright.change.ChangeSession;
import org.pgwright.change.IndexBuild;
import org.pgwright.planner.Progress;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ServerFailure;
import org.pgwright.tuning.AdviceOptions;
import org.pgwright.tuning.AdviceRun;
import org.pgwright.tuning.Ending;
import org.pgwright.tuning.StatementFilter;
import org.pgwright.tuning.WorkloadChoice;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The whole of pgwright on a database of its own: a workload, its baseline, advice, the indexes
 * built beside it, and the workload again.
 *
 * <p>Needs no PostgreSQL on the machine, listens on no network, and leaves nothing behind however
 * it ends.
 */
public final class Demo {
    private static final int ROUNDS_OF_WRITES = 3;

    private final DemoOptions options;
    private final AdviceRun adviser;

    public Demo(DemoOptions options, AdviceRun adviser) {
        this.options = options;
        this.adviser = adviser;
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
            run(server, text, progress);
        } catch (SQLException e) {
            throw ServerFailure.of("running the demo", Deadlines.SESSION, e);
        }
        text.ending(Duration.ofNanos(System.nanoTime() - begin));
    }

    private void run(DemoServer server, DemoText text, Progress progress) throws SQLException {
        long begin = System.nanoTime();
        server.load(options.scale(), progress);
        Bytes size = server.size();
        text.loaded(
                server.rows("training_runs"),
                server.rows("deployments"),
                size,
                Duration.ofNanos(System.nanoTime() - begin));
        Measured before = measure(server, progress);
        text.baseline(before.queries(), options.rounds());
        Advice advice = advise(server, text, progress);
        List<BuildOutcome> built = build(server, advice, progress);
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

    private static List<BuildOutcome> build(DemoServer server, Advice advice, Progress progress) {
        List<BuildOutcome> outcomes = new ArrayList<>();
        try (ChangeSession session = ChangeSession.open(server.settings(), ChangeLimits.DEFAULT)) {
            List<Recommendation> wanted = advice.recommendations();
            for (Recommendation recommendation : wanted) {
                progress.step("Building indexes", outcomes.size(), wanted.size());
                outcomes.add(
                        new IndexBuild(session, recommendation.name(), recommendation.index())
                                .run());
            }
        }
        return outcomes;
    }

    private static Bytes added(List<BuildOutcome> outcomes) {
        Bytes sum = Bytes.ZERO;
        for (BuildOutcome outcome : outcomes) {
            if (outcome instanceof BuildOutcome.Applied applied) {
                sum = sum.plus(applied.size());
            }
        }
        return sum;
    }
}
