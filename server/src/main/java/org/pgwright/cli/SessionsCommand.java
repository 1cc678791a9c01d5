package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.remote.RemoteServer;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.repository.Repository;
import org.pgwright.tuning.Figures;
import org.pgwright.tuning.FiguresOptions;
import org.pgwright.tuning.LiveActivity;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A command on what sessions do: right now on a server that is named, over a time that the
 * repository knows, or else as it saw them last.
 */
public abstract class SessionsCommand implements Runnable {
    private static final int MOST_FOR_PEOPLE = 10;

    @Mixin private final ConnectionArguments connection = new ConnectionArguments();

    @Mixin private final RepositoryArguments repository = new RepositoryArguments();

    @Mixin private final RemoteArguments remote = new RemoteArguments();

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            order = 10,
            description = "Server to report on from the repository, if it knows several.")
    private @Nullable String instance;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            order = 11,
            converter = Durations.class,
            description = "What was over a time, such as 1h or 7d, from the repository.")
    private @Nullable Duration since;

    @Option(
            names = "--top",
            paramLabel = "N",
            order = 12,
            description =
                    "With --since: how many to show; 10 is the default for text, all for JSON.")
    private @Nullable Integer top;

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

    /** The report on a time. */
    abstract String history(
            Figures figures, FiguresOptions options, FiguresFormat format, Layout layout);

    /** Where a server has what it saw last. */
    abstract String path();

    @Override
    public final void run() {
        Terminal terminal = shown.terminal();
        check();
        if (connection.given()) {
            LiveActivity activity =
                    new LiveActivity(
                            connection.settings(shown.environment(), terminal), terminal::warn);
            terminal.write(live(activity, format, terminal.layout()));
            return;
        }
        if (remote.given(repository)) {
            try (RemoteServer server = remote.open(shown.environment())) {
                terminal.write(server.report(instance, question(), format));
            }
            return;
        }
        try (Repository opened =
                shown.open().apply(repository.location(shown.environment(), terminal))) {
            Figures figures = new Figures(opened);
            terminal.write(
                    since == null
                            ? last(figures, instance, format, terminal.layout())
                            : history(figures, options(since), format, terminal.layout()));
        }
    }

    private RemoteServer.Question question() {
        if (since == null) {
            return new RemoteServer.Question(path(), Map.of());
        }
        FiguresOptions options = options(since);
        Map<String, String> parameters = new HashMap<>();
        parameters.put("since", since.toSeconds() + "s");
        if (options.top() != null) {
            parameters.put("limit", options.top().toString());
        }
        return new RemoteServer.Question(path() + "/history", parameters);
    }

    private FiguresOptions options(Duration time) {
        Integer usual = format == FiguresFormat.TEXT ? Integer.valueOf(MOST_FOR_PEOPLE) : null;
        return new FiguresOptions(instance, time, top == null ? usual : top);
    }

    private void check() {
        if (connection.given() && remote.given(repository)) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "both a PostgreSQL server and a pgwright server are named",
                    "leave out --server, or -h and -d");
        }
        if (since != null && connection.given()) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "--since asks the repository, and a server that is named is asked itself",
                    "give one of both, or --instance in place of the server's name");
        }
        if (since != null && (since.isZero() || since.isNegative())) {
            throw new PgwrightException(
                    ErrorCode.USAGE, "--since 0 is no time", "give a time such as 1h");
        }
        if (top != null && (since == null || top < 1)) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    since == null ? "--top goes with --since" : "--top " + top + " shows nothing",
                    "give --since 1h --top 5, for example");
        }
    }
}
