package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.RetirementReport;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.tuning.retirement.RetirementRun;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.function.Supplier;

/** {@code pgwright retire}. */
@Command(
        name = "retire",
        description = {
            "Finds indexes that nothing needs: unused, duplicate, redundant and invalid ones.",
            "Unused is what was scanned on no server for as long as the policy says, or for a week",
            "since pgwright made it, as pgwright collect has counted; what changes without them is",
            "tried on a planner twin on this machine. Only reads the server."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright retire -h db.example.org -U pgwright -d shop",
            "  pgwright retire -d shop --unused-for 90d --format json",
            "  pgwright retire -d shop --propose",
            "  pgwright strategy list --status retirement_proposed"
        })
public final class RetireCommand implements Runnable {
    private static final Duration SHORTEST = Duration.ofDays(1);

    @Mixin private final ConnectionArguments connection = new ConnectionArguments();

    @Mixin private final RepositoryArguments repository = new RepositoryArguments();

    @Option(
            names = "--unused-for",
            paramLabel = "TIME",
            order = 10,
            converter = Durations.class,
            description =
                    "For how long nothing may have used an index, such as 90d; the default is what"
                            + " the policy says, 30d, and 7d for one that pgwright made.")
    private @Nullable Duration unusedFor;

    @Option(
            names = "--propose",
            order = 11,
            description =
                    "Keep what is found in the repository, to be decided on with pgwright strategy"
                            + " and dropped with pgwright apply; what no longer holds is withdrawn.")
    private boolean isProposed;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            order = 20,
            description = "Form of the report; text is the default.")
    private FiguresFormat format = FiguresFormat.TEXT;

    private final Terminal terminal;
    private final ConnectionEnvironment environment;
    private final Supplier<RetirementRun> run;

    /**
     * @param run made only when there is work for it
     */
    public RetireCommand(
            Terminal terminal, ConnectionEnvironment environment, Supplier<RetirementRun> run) {
        this.terminal = terminal;
        this.environment = environment;
        this.run = run;
    }

    @Override
    public void run() {
        if (unusedFor != null && unusedFor.compareTo(SHORTEST) < 0) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "--unused-for is less than a day",
                    "give a time such as 30d; use is known by the day");
        }
        RepositoryLocation location = repository.location(environment, terminal);
        RetirementReport report = report(location, connection.settings(environment, terminal));
        RetirementReport.Outcome outcome = report.outcome();
        if (outcome != null) {
            terminal.note(said(outcome));
        }
        terminal.write(report.render(format, terminal.layout()));
    }

    private RetirementReport report(RepositoryLocation location, ConnectionSettings settings) {
        try (ProgressDisplay progress = new ProgressDisplay(terminal)) {
            RetirementRun.Told told = new RetirementRun.Told(progress, terminal::warn);
            return isProposed
                    ? run.get().propose(location, settings, unusedFor, told)
                    : run.get().find(location, settings, unusedFor, told);
        }
    }

    private static String said(RetirementReport.Outcome outcome) {
        return "%d proposed; pgwright strategy list shows them%s%s"
                .formatted(
                        outcome.proposed(),
                        outcome.unwanted() == 0
                                ? ""
                                : "; " + outcome.unwanted() + " stay dismissed, as nothing changed",
                        outcome.withdrawn().isEmpty()
                                ? ""
                                : "; withdrawn: " + String.join(", ", outcome.withdrawn()));
    }
}
