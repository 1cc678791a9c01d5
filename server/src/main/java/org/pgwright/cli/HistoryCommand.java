package org.pgwright.cli;

import org.pgwright.tuning.PastChanges;

import picocli.CommandLine.Command;

import java.time.InstantSource;

/** {@code pgwright history}. */
@Command(
        name = "history",
        description = {
            "Shows all changes of indexes and statistics: when, what, who, and what came of it.",
            "From what pgwright remembers; the servers themselves are not asked."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright history",
            "  pgwright history --since 30d --instance shop",
            "  pgwright history --format json"
        })
public final class HistoryCommand extends PastChangesCommand {
    public HistoryCommand(FiguresCommand.Shown shown, InstantSource clock) {
        super(shown, clock);
    }

    @Override
    String render(PastChanges changes, Asked asked) {
        return changes.history(asked.instance(), asked.since())
                .render(asked.format(), asked.layout());
    }

    @Override
    String path() {
        return "history";
    }
}
