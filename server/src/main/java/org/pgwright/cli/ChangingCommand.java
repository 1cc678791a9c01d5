package org.pgwright.cli;

import org.pgwright.change.ChangeProgress;
import org.pgwright.change.EndSignal;
import org.pgwright.error.ErrorCode;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.report.ChangesReport;
import org.pgwright.report.FiguresFormat;
import org.pgwright.tuning.change.ApplyRun;
import org.pgwright.tuning.change.ChangeRun;
import org.pgwright.tuning.change.ChangedDatabase;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** A command that changes indexes of a database; Ctrl-C breaks it off and cleans up. */
public abstract class ChangingCommand implements Callable<Integer> {
    @Mixin private final ServerArguments connection = new ServerArguments();

    @Mixin private final RepositoryArguments repository = new RepositoryArguments();

    @Mixin private final ChangeArguments limits = new ChangeArguments();

    @Option(
            names = "--format",
            paramLabel = "text|json",
            order = 20,
            description = "Form of the report; text is the default.")
    private FiguresFormat format = FiguresFormat.TEXT;

    private final Needs needs;

    ChangingCommand(Needs needs) {
        this.needs = needs;
    }

    /**
     * What the commands need beyond their options.
     *
     * @param run made only when there is work for it
     */
    public record Needs(
            Terminal terminal, ConnectionEnvironment environment, Supplier<ChangeRun> run) {}

    @Override
    public final Integer call() {
        check();
        EndSignal stop = new EndSignal();
        EndingSignals.then(stop::give);
        ChangesReport report =
                needs.run()
                        .get()
                        .with(
                                repository.location(needs.environment(), needs.terminal()),
                                changes -> {
                                    ChangedDatabase database =
                                            changes.register(
                                                    connection.settings(
                                                            needs.environment(), needs.terminal()));
                                    return change(
                                            new ApplyRun(changes, database, needs.terminal()::note),
                                            stop);
                                });
        needs.terminal().write(report.render(format));
        return report.isAsWanted() ? 0 : ErrorCode.LOCK_TIMEOUT.exitCode();
    }

    /** Finds out what is wrong with the options before anything is done. */
    abstract void check();

    /** Changes what is wanted. */
    abstract ChangesReport change(ApplyRun run, EndSignal stop);

    final Terminal terminal() {
        return needs.terminal();
    }

    final ChangeArguments limits() {
        return limits;
    }

    /** Shows how far it is on a terminal. */
    final Shown progress() {
        return Shown.on(needs.terminal());
    }

    /** Progress, and notes between it. */
    static final class Shown implements ChangeProgress, AutoCloseable {
        private final Terminal terminal;
        private final ProgressDisplay display;

        private Shown(Terminal terminal) {
            this.terminal = terminal;
            this.display = new ProgressDisplay(terminal);
        }

        /** Shows it on a terminal. */
        static Shown on(Terminal terminal) {
            return new Shown(terminal);
        }

        @Override
        public void step(String what, long done, long total) {
            display.step(what, done, total);
        }

        @Override
        public void note(String sentence) {
            display.clear();
            terminal.note(sentence);
        }

        @Override
        public void close() {
            display.close();
        }
    }
}
