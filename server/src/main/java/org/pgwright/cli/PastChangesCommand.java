package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.remote.RemoteServer;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.repository.Repository;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.tuning.PastChanges;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** A command that shows what was changed. */
public abstract class PastChangesCommand implements Runnable {
    @Mixin private final RepositoryArguments repository = new RepositoryArguments();

    @Mixin private final RemoteArguments remote = new RemoteArguments();

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            order = 10,
            description = "Changes of this server only.")
    private @Nullable String instance;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            order = 11,
            converter = Durations.class,
            description = "How far back to look, such as 30d; all is the default.")
    private @Nullable Duration since;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            order = 20,
            description = "Form of the report; text is the default.")
    private FiguresFormat format = FiguresFormat.TEXT;

    private final FiguresCommand.Shown shown;
    private final InstantSource clock;

    PastChangesCommand(FiguresCommand.Shown shown, InstantSource clock) {
        this.shown = shown;
        this.clock = clock;
    }

    /**
     * What was asked for.
     *
     * @param instance null for all
     * @param since null for all
     */
    record Asked(
            @Nullable String instance,
            @Nullable Duration since,
            FiguresFormat format,
            Layout layout) {}

    /** The report, in text that ends with a line feed. */
    abstract String render(PastChanges changes, Asked asked);

    /** Where a server has it. */
    abstract String path();

    @Override
    public final void run() {
        Duration time = since;
        if (time != null && (time.isZero() || time.isNegative())) {
            throw new PgwrightException(
                    ErrorCode.USAGE, "--since 0 is no time", "give a time such as 30d");
        }
        Terminal terminal = shown.terminal();
        if (remote.given(repository)) {
            try (RemoteServer server = remote.open(shown.environment())) {
                terminal.write(
                        server.report(
                                instance,
                                new RemoteServer.Question(
                                        path(),
                                        time == null
                                                ? Map.of()
                                                : Map.of("since", time.toSeconds() + "s")),
                                format));
            }
            return;
        }
        RepositoryLocation location = repository.location(shown.environment(), terminal);
        try (Repository opened = shown.open().apply(location)) {
            terminal.write(
                    render(
                            new PastChanges(opened, clock),
                            new Asked(instance, time, format, terminal.layout())));
        }
    }
}
