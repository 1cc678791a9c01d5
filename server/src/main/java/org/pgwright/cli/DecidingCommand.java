package org.pgwright.cli;

import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.tuning.change.Changes;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.function.BiFunction;
import java.util.function.Function;

/** A command that decides on strategies, or shows them; it changes nothing on a server. */
abstract class DecidingCommand implements Runnable {
    @Mixin private final RepositoryArguments repository = new RepositoryArguments();

    @Option(
            names = "--format",
            paramLabel = "text|json",
            order = 20,
            description = "Form of the report; text is the default.")
    private FiguresFormat format = FiguresFormat.TEXT;

    private final ChangingCommand.Needs needs;

    DecidingCommand(ChangingCommand.Needs needs) {
        this.needs = needs;
    }

    /** Works on strategies, and shows what came of it. */
    final void show(Function<Changes, BiFunction<FiguresFormat, Layout, String>> work) {
        BiFunction<FiguresFormat, Layout, String> report =
                needs.run()
                        .get()
                        .with(repository.location(needs.environment(), needs.terminal()), work);
        needs.terminal().write(report.apply(format, needs.terminal().layout()));
    }
}
