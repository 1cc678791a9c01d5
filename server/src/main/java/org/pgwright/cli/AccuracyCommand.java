package org.pgwright.cli;

import org.pgwright.tuning.PastChanges;

import picocli.CommandLine.Command;

import java.time.InstantSource;

/** {@code pgwright accuracy}. */
@Command(
        name = "accuracy",
        description = {
            "Shows how good the advice has been.",
            "What was promised of changes against what they did to the real workload; counts changes",
            "whose time of watching is over."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright accuracy",
            "  pgwright accuracy --since 90d",
            "  pgwright accuracy --format json"
        })
public final class AccuracyCommand extends PastChangesCommand {
    public AccuracyCommand(FiguresCommand.Shown shown, InstantSource clock) {
        super(shown, clock);
    }

    @Override
    String render(PastChanges changes, Asked asked) {
        return changes.accuracy(asked.instance(), asked.since())
                .render(asked.format(), asked.layout());
    }

    @Override
    String path() {
        return "accuracy";
    }
}
