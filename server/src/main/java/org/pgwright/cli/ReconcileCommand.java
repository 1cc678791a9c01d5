package org.pgwright.cli;

import org.pgwright.change.EndSignal;
import org.pgwright.report.ChangesReport;
import org.pgwright.tuning.change.ApplyRun;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pgwright reconcile}. */
@Command(
        name = "reconcile",
        description = {
            "Settles changes of indexes that a crash left open.",
            "Sees what the server has, and removes what is not complete, or goes on with what is paused.",
            "pgwright apply and rollback do so, too, before they begin."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  pgwright reconcile -h db.example.org -U owner -d shop"})
public final class ReconcileCommand extends ChangingCommand {
    @Option(
            names = "--now",
            order = 14,
            description =
                    "Go on with what is paused outside of the maintenance windows of pgwright"
                            + " policy, too.")
    private boolean isNow;

    public ReconcileCommand(Needs needs) {
        super(needs);
    }

    @Override
    void check() {
        limits().limits();
    }

    @Override
    ChangesReport change(ApplyRun run, EndSignal stop) {
        try (Shown progress = progress()) {
            return run.reconcile(limits().limits(), isNow, stop, progress);
        }
    }
}
