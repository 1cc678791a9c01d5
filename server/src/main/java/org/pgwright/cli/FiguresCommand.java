package org.pgwright.cli;

import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.remote.RemoteServer;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.repository.Repository;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.tuning.Figures;
import org.pgwright.tuning.FiguresOptions;

import picocli.CommandLine.Mixin;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** A command that shows what the repository knows. */
public abstract class FiguresCommand implements Runnable {
    @Mixin private final RepositoryArguments repository = new RepositoryArguments();

    @Mixin private final RemoteArguments remote = new RemoteArguments();

    @Mixin private final FiguresArguments arguments = new FiguresArguments();

    private final Shown shown;

    /**
     * What such commands need.
     *
     * @param open opens a repository
     */
    public record Shown(
            Terminal terminal,
            ConnectionEnvironment environment,
            Function<RepositoryLocation, Repository> open) {}

    private RemoteServer.Question within(FiguresOptions options) {
        RemoteServer.Question question = question();
        Map<String, String> parameters = new HashMap<>(question.parameters());
        parameters.put("since", options.since().toSeconds() + "s");
        if (options.top() != null) {
            parameters.put("limit", options.top().toString());
        }
        return new RemoteServer.Question(question.path(), parameters);
    }

    FiguresCommand(Shown shown) {
        this.shown = shown;
    }

    /** The report, in text that ends with a line feed. */
    abstract String render(
            Figures figures, FiguresOptions options, FiguresFormat format, Layout layout);

    /** The same as it is asked of a server, without time and number. */
    abstract RemoteServer.Question question();

    @Override
    public final void run() {
        FiguresOptions options = arguments.options();
        Terminal terminal = shown.terminal();
        if (remote.given(repository)) {
            try (RemoteServer server = remote.open(shown.environment())) {
                terminal.write(
                        server.report(options.instance(), within(options), arguments.format()));
            }
            return;
        }
        RepositoryLocation location = repository.location(shown.environment(), terminal);
        try (Repository opened = shown.open().apply(location)) {
            terminal.write(
                    render(new Figures(opened), options, arguments.format(), terminal.layout()));
        }
    }
}
