package org.pgwright.cli;

import org.pgwright.remote.RemoteServer;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.tuning.Figures;
import org.pgwright.tuning.FiguresOptions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.Map;

/** {@code pgwright indexes}. */
@Command(
        name = "indexes",
        description = {
            "Shows how indexes are used, on the primary and its replicas together.",
            "How they grow and bloat, and which are duplicate, redundant, invalid or unused, too.",
            "From what pgwright collect has kept; the servers themselves are not asked."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  pgwright indexes --since 30d", "  pgwright indexes --format json"})
public final class IndexesCommand extends FiguresCommand {
    @Option(
            names = "--with-own",
            order = 14,
            description = "Show the indexes of pgwright's own repository, too.")
    private boolean withOwn;

    public IndexesCommand(Shown shown) {
        super(shown);
    }

    @Override
    String render(Figures figures, FiguresOptions options, FiguresFormat format, Layout layout) {
        return figures.relations().indexes(options, withOwn).render(format, layout);
    }

    @Override
    RemoteServer.Question question() {
        return new RemoteServer.Question("indexes", Map.of("withOwn", String.valueOf(withOwn)));
    }
}
