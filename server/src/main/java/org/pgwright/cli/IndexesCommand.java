package org.pgwright.cli;

import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.tuning.Figures;
import org.pgwright.tuning.FiguresOptions;

import picocli.CommandLine.Command;

/** {@code pgwright indexes}. */
@Command(
        name = "indexes",
        description = {
            "Shows how indexes are used, on the primary and its replicas together.",
            "From what pgwright collect has kept; the servers themselves are not asked."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  pgwright indexes --since 30d", "  pgwright indexes --format json"})
public final class IndexesCommand extends FiguresCommand {
    public IndexesCommand(Shown shown) {
        super(shown);
    }

    @Override
    String render(Figures figures, FiguresOptions options, FiguresFormat format, Layout layout) {
        return figures.indexes(options).render(format, layout);
    }
}
