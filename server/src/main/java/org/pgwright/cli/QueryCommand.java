package org.pgwright.cli;

import org.pgwright.remote.RemoteServer;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.tuning.Figures;
import org.pgwright.tuning.FiguresOptions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.Map;

/** {@code pgwright query}. */
@Command(
        name = "query",
        description = {
            "Shows what one query did: figures, trend, waits, indexes, slowest executions.",
            "From what pgwright collect has kept; the servers themselves are not asked."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright query 3fa9c01d",
            "  pgwright query 3fa9c01d --since 7d --format json"
        })
public final class QueryCommand extends FiguresCommand {
    @Parameters(paramLabel = "HASH", description = "The hash of the query, or the beginning of it.")
    private String hash = "";

    public QueryCommand(Shown shown) {
        super(shown);
    }

    @Override
    String render(Figures figures, FiguresOptions options, FiguresFormat format, Layout layout) {
        return figures.query(options, hash).render(format, layout);
    }

    @Override
    RemoteServer.Question question() {
        return new RemoteServer.Question("queries/" + hash, Map.of());
    }
}
