package org.pgwright.cli;

import org.pgwright.remote.RemoteServer;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.tuning.Figures;
import org.pgwright.tuning.FiguresOptions;
import org.pgwright.tuning.QueryOrder;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.Locale;
import java.util.Map;

/** {@code pgwright queries}. */
@Command(
        name = "queries",
        description = {
            "Shows the queries that took most of the time.",
            "From what pgwright collect has kept; the servers themselves are not asked."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright queries --since 1h",
            "  pgwright queries --sort mean --top 5",
            "  pgwright queries --repository postgres://pgwright@localhost/pgwright --format json"
        })
public final class QueriesCommand extends FiguresCommand {
    @Option(
            names = "--sort",
            paramLabel = "total|mean|calls|rows|reads",
            order = 13,
            description = "What to sort by, the largest first; total time is the default.")
    private QueryOrder order = QueryOrder.TOTAL;

    @Option(
            names = "--with-own",
            order = 14,
            description = "Show the queries that pgwright itself ran, too.")
    private boolean withOwn;

    public QueriesCommand(Shown shown) {
        super(shown);
    }

    @Override
    String render(Figures figures, FiguresOptions options, FiguresFormat format, Layout layout) {
        return figures.queries(options, order, withOwn).render(format, layout);
    }

    @Override
    RemoteServer.Question question() {
        return new RemoteServer.Question(
                "queries",
                Map.of(
                        "sort",
                        order.name().toLowerCase(Locale.ROOT),
                        "withOwn",
                        String.valueOf(withOwn)));
    }
}
