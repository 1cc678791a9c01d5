package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.tuning.Figures;
import org.pgwright.tuning.FiguresOptions;
import org.pgwright.tuning.LiveActivity;

import picocli.CommandLine.Command;

/** {@code pgwright locks}. */
@Command(
        name = "locks",
        description = {
            "Shows who waits for whose locks, as a tree.",
            "Right now on a server that is named; else as pgwright collect saw it last.",
            "With --since, waits for locks and whom they were for, and long transactions."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright locks -h db.example.org -U pgwright -d shop",
            "  pgwright locks --since 1d",
            "  pgwright locks --instance db.example.org:5432 --format json"
        })
public final class LocksCommand extends SessionsCommand {
    public LocksCommand(FiguresCommand.Shown shown) {
        super(shown);
    }

    @Override
    String live(LiveActivity activity, FiguresFormat format, Layout layout) {
        return activity.locks().render(format, layout);
    }

    @Override
    String last(Figures figures, @Nullable String instance, FiguresFormat format, Layout layout) {
        return figures.locks(instance).render(format, layout);
    }

    @Override
    String history(Figures figures, FiguresOptions options, FiguresFormat format, Layout layout) {
        return figures.locks(options).render(format, layout);
    }

    @Override
    String path() {
        return "locks";
    }
}
