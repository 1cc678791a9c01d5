package org.pgwright.cli;

import org.pgwright.remote.RemoteServer;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.tuning.Figures;
import org.pgwright.tuning.FiguresOptions;

import picocli.CommandLine.Command;

import java.util.Map;

/** {@code pgwright status}. */
@Command(
        name = "status",
        description = {
            "Shows how a server is, every figure at once.",
            "From what pgwright collect has kept; the servers themselves are not asked."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  pgwright status", "  pgwright status --since 15min --format json"})
public final class StatusCommand extends FiguresCommand {
    public StatusCommand(Shown shown) {
        super(shown);
    }

    @Override
    String render(Figures figures, FiguresOptions options, FiguresFormat format, Layout layout) {
        return figures.status(options).render(format, layout);
    }

    @Override
    RemoteServer.Question question() {
        return new RemoteServer.Question("metrics", Map.of());
    }
}
