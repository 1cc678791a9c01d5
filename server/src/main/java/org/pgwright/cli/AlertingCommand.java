package org.pgwright.cli;

import org.pgwright.alerting.AlertOffice;
import org.pgwright.alerting.AlertRun;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** A command about alerts, thresholds or channels; it changes nothing on a monitored server. */
public abstract class AlertingCommand implements Runnable {
    @Mixin private final RepositoryArguments repository = new RepositoryArguments();

    @Option(
            names = "--format",
            paramLabel = "text|json",
            order = 20,
            description = "Form of the report; text is the default.")
    private FiguresFormat format = FiguresFormat.TEXT;

    private final Needs needs;

    /**
     * What the commands need beyond their options.
     *
     * @param run made only when there is work for it
     */
    public record Needs(
            Terminal terminal, ConnectionEnvironment environment, Supplier<AlertRun> run) {}

    AlertingCommand(Needs needs) {
        this.needs = needs;
    }

    /** Does something, and shows what came of it. */
    final void show(Function<AlertOffice, BiFunction<FiguresFormat, Layout, String>> work) {
        BiFunction<FiguresFormat, Layout, String> report =
                needs.run()
                        .get()
                        .with(repository.location(needs.environment(), needs.terminal()), work);
        needs.terminal().write(report.apply(format, needs.terminal().layout()));
    }
}
