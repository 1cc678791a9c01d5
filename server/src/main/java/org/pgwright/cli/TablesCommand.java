package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.remote.RemoteServer;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.tuning.Figures;
import org.pgwright.tuning.FiguresOptions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Map;

/** {@code pgwright tables}. */
@Command(
        name = "tables",
        description = {
            "Shows tables by size, with their growth, dead rows, bloat, scans and writes.",
            "Of a table that is named also its columns, its indexes and what is wrong with it.",
            "From what pgwright collect has kept; the servers themselves are not asked."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright tables",
            "  pgwright tables --by-group --since 7d",
            "  pgwright tables public.orders",
            "  pgwright tables --since 7d --format json"
        })
public final class TablesCommand extends FiguresCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "TABLE",
            description =
                    "A table to show all about, such as orders, public.orders or shop.public.orders.")
    private @Nullable String table;

    @Option(
            names = "--by-group",
            order = 13,
            description = "Show groups of tables that share a word in their names.")
    private boolean byGroup;

    @Option(
            names = "--with-own",
            order = 14,
            description = "Show the tables of pgwright's own repository, too.")
    private boolean withOwn;

    public TablesCommand(Shown shown) {
        super(shown);
    }

    @Override
    String render(Figures figures, FiguresOptions options, FiguresFormat format, Layout layout) {
        return table == null
                ? figures.relations().tables(options, withOwn, byGroup).render(format, layout)
                : figures.relations().table(options, table).render(format, layout);
    }

    @Override
    RemoteServer.Question question() {
        return new RemoteServer.Question(
                table == null ? "tables" : "tables/" + table,
                table == null
                        ? Map.of(
                                "withOwn",
                                String.valueOf(withOwn),
                                "byGroup",
                                String.valueOf(byGroup))
                        : Map.of());
    }
}
