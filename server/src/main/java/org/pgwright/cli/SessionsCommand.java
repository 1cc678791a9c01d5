package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.repository.Repository;
import org.pgwright.tuning.Figures;
import org.pgwright.tuning.LiveActivity;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A command on what sessions do: right now on a server that is named, else as the repository saw it
 * last.
 */
public abstract class SessionsCommand implements Runnable {
    @Mixin private final ConnectionArguments connection = new ConnectionArguments();

    @Mixin private final RepositoryArguments repository = new RepositoryArguments();

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            order = 10,
            description = "Server to report on from the repository, if it knows several.")
    private @Nullable String instance;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            order = 20,
            description = "Form of the report; text is the default.")
    private FiguresFormat format = FiguresFormat.TEXT;

    private final FiguresCommand.Shown shown;

    SessionsCommand(FiguresCommand.Shown shown) {
        this.shown = shown;
    }

    /** The report on a server as it is now. */
    abstract String live(LiveActivity activity, FiguresFormat format, Layout layout);

    /** The report on what the repository saw last. */
    abstract String last(
            Figures figures, @Nullable String instance, FiguresFormat format, Layout layout);

    @Override
    public final void run() {
        Terminal terminal = shown.terminal();
        if (connection.given()) {
            LiveActivity activity =
                    new LiveActivity(
                            connection.settings(shown.environment(), terminal), terminal::warn);
            terminal.write(live(activity, format, terminal.layout()));
            return;
        }
        try (Repository opened =
                shown.open().apply(repository.location(shown.environment(), terminal))) {
            terminal.write(last(new Figures(opened), instance, format, terminal.layout()));
        }
    }
}
