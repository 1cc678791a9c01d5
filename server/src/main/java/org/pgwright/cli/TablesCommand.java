package org.pgwright.cli;

import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.tuning.Figures;
import org.pgwright.tuning.FiguresOptions;

import picocli.CommandLine.Command;

/** {@code pgwright tables}. */
@Command(
        name = "tables",
        description = {
            "Shows tables by size, with their dead rows, scans and writes.",
            "From what pgwright collect has kept; the servers themselves are not asked."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  pgwright tables", "  pgwright tables --since 7d --format json"})
public final class TablesCommand extends FiguresCommand {
    public TablesCommand(Shown shown) {
        super(shown);
    }

    @Override
    String render(Figures figures, FiguresOptions options, FiguresFormat format, Layout layout) {
        return figures.tables(options).render(format, layout);
    }
}
