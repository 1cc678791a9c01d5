package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.tuning.Figures;
import org.pgwright.tuning.FiguresOptions;
import org.pgwright.tuning.LiveActivity;

import picocli.CommandLine.Command;

/** {@code pgwright activity}. */
@Command(
        name = "activity",
        description = {
            "Shows what sessions do, the longest first.",
            "Right now on a server that is named; else as pgwright collect saw it last.",
            "With --since, how many there were at a time on average: what they waited for, what they"
                    + " ran, whose they were."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright activity -h db.example.org -U pgwright -d shop",
            "  pgwright activity --since 1h",
            "  pgwright activity --instance db.example.org:5432 --format json"
        })
public final class ActivityCommand extends SessionsCommand {
    public ActivityCommand(FiguresCommand.Shown shown) {
        super(shown);
    }

    @Override
    String live(LiveActivity activity, FiguresFormat format, Layout layout) {
        return activity.activity().render(format, layout);
    }

    @Override
    String last(Figures figures, @Nullable String instance, FiguresFormat format, Layout layout) {
        return figures.activity(instance).render(format, layout);
    }

    @Override
    String history(Figures figures, FiguresOptions options, FiguresFormat format, Layout layout) {
        return figures.activity(options).render(format, layout);
    }

    @Override
    String path() {
        return "activity";
    }
}
