package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.change.EndSignal;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.ChangesReport;
import org.pgwright.report.StrategiesReport;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.tuning.change.ApplyRun;
import org.pgwright.tuning.change.ApplyRun.Choice;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code pgwright apply}. */
@Command(
        name = "apply",
        description = {
            "Makes, drops and rebuilds indexes and statistics, beside what applications do.",
            "What is approved for the database, or what is named; naming it approves it. An index is",
            "there and valid in the end, or not there; pgwright rollback takes it back. Statistics",
            "are those of CREATE STATISTICS."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright apply -h db.example.org -U owner -d shop",
            "  pgwright apply -d shop 3fa9c01d idx_orders_customer_id",
            "  pgwright apply -d shop --file advice.json --yes",
            "  pgwright apply -d shop --sql indexes.sql --lock-timeout 2s --patience 10min",
            "",
            "The role has to own the tables. The connection has to lead to the server itself, not to",
            "a pooler."
        })
public final class ApplyCommand extends ChangingCommand {
    @Parameters(
            arity = "0..*",
            paramLabel = "STRATEGY",
            description =
                    "What to do: an id of pgwright strategy list, or the name of an index or of"
                            + " statistics; without any, all that is approved.")
    private List<String> names = List.of();

    @Option(
            names = "--file",
            paramLabel = "FILE",
            order = 10,
            description = "Do what this file of pgwright advise --format json says.")
    private @Nullable Path file;

    @Option(
            names = "--sql",
            paramLabel = "FILE",
            order = 11,
            description =
                    "Do what this file of CREATE INDEX, DROP INDEX, REINDEX INDEX, CREATE STATISTICS"
                            + " and DROP STATISTICS says, indexes always concurrently.")
    private @Nullable Path sql;

    @Option(names = "--yes", order = 12, description = "Do not ask.")
    private boolean isYes;

    @Option(
            names = "--dry-run",
            order = 13,
            description = "Show what would be done, and do nothing on the server.")
    private boolean isDryRun;

    @Option(
            names = "--now",
            order = 14,
            description = "Do it outside of the maintenance windows of pgwright policy, too.")
    private boolean isNow;

    public ApplyCommand(Needs needs) {
        super(needs);
    }

    @Override
    void check() {
        long given =
                Stream.of(!names.isEmpty(), file != null, sql != null).filter(is -> is).count();
        if (given > 1) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "more than one of strategies, --file and --sql is given",
                    "give one of them");
        }
        limits().limits();
    }

    private Choice choice() {
        if (file != null) {
            return new Choice.Advice(file);
        }
        if (sql != null) {
            return new Choice.Sql(sql);
        }
        return names.isEmpty() ? new Choice.Approved() : new Choice.Named(names);
    }

    @Override
    ChangesReport change(ApplyRun run, EndSignal stop) {
        List<KnownStrategy> wanted = run.chosen(choice());
        if (wanted.isEmpty()) {
            return new ChangesReport(List.of());
        }
        if (isDryRun) {
            return ApplyRun.planned(wanted);
        }
        if (!isYes) {
            terminal().err().print(new StrategiesReport(wanted).statements());
        }
        if (!isYes && !terminal().confirm("Do this? [y/N] ")) {
            return new ChangesReport(List.of());
        }
        try (Shown progress = progress()) {
            return run.apply(wanted, limits().limits(), isNow, stop, progress);
        }
    }
}
