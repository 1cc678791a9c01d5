package org.pgwright.cli;

import org.pgwright.change.EndSignal;
import org.pgwright.report.ChangesReport;
import org.pgwright.tuning.change.ApplyRun;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.List;

/** {@code pgwright rollback}. */
@Command(
        name = "rollback",
        description = {
            "Takes back what pgwright apply did.",
            "Drops what it made, or makes again what it dropped, as it was: indexes and statistics."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright rollback -h db.example.org -U owner -d shop 3fa9c01d",
            "  pgwright rollback -d shop idx_orders_customer_id"
        })
public final class RollbackCommand extends ChangingCommand {
    @Parameters(
            arity = "1..*",
            paramLabel = "STRATEGY",
            description =
                    "An id of pgwright strategy list, or the name of an index or of statistics.")
    private List<String> names = List.of();

    public RollbackCommand(Needs needs) {
        super(needs);
    }

    @Override
    void check() {
        limits().limits();
    }

    @Override
    ChangesReport change(ApplyRun run, EndSignal stop) {
        try (Shown progress = progress()) {
            return run.rollBack(names, limits().limits(), stop, progress);
        }
    }
}
