package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.gate.Level;
import org.pgwright.gate.Limits;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.report.CheckFormat;
import org.pgwright.report.CheckReport;
import org.pgwright.report.Layout;
import org.pgwright.tuning.AdviceOptions.Source;
import org.pgwright.tuning.CheckOptions;
import org.pgwright.tuning.CheckOptions.DatabaseCheck;
import org.pgwright.tuning.CheckRun;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** {@code pgwright check}. */
@Command(
        name = "check",
        description = {
            "Fails a build when a schema change makes queries worse.",
            "Plans statements with the indexes that exist on a planner twin (only reads the server),",
            "compares costs, indexes and scans with a baseline, and looks for unsafe statements in",
            "SQL files."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright check -d shop --workload queries/ --write-baseline baseline.json",
            "  pgwright check -d shop --workload queries/ --baseline baseline.json",
            "  pgwright check --snapshot new.snapshot --baseline old.snapshot --format sarif",
            "  pgwright check -d shop --baseline baseline.json --format junit --output check.xml",
            "  pgwright check -d build --statistics shop.snapshot --baseline baseline.json",
            "  pgwright check --ddl migrations/V42__orders.sql",
            "",
            "Exit code 6 says that the check has failed; 0 that it has not, whatever it warns of.",
            "The password comes from PGPASSWORD, ~/.pgpass, or a prompt with -W."
        })
public final class CheckCommand implements Runnable {
    @Mixin private final ConnectionArguments connection = new ConnectionArguments();

    @Mixin private final WorkloadArguments statements = new WorkloadArguments();

    @Option(
            names = "--snapshot",
            paramLabel = "FILE",
            order = 10,
            description = "Check this file of 'pgwright snapshot' instead of a server.")
    private @Nullable Path snapshot;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            order = 20,
            description = {
                "What to compare with: a file of --write-baseline, or an older snapshot. Without it,"
                        + " what is wrong by itself is warned of."
            })
    private @Nullable Path baseline;

    @Option(
            names = "--write-baseline",
            paramLabel = "FILE",
            order = 21,
            description = {
                "Write what the statements cost and use now to this file, for version control. It"
                        + " holds their texts."
            })
    private @Nullable Path newBaseline;

    @Option(
            names = "--statistics",
            paramLabel = "FILE",
            order = 21,
            description = {
                "Snapshot of a database with data, whose sizes and statistics stand in for those of"
                        + " tables that are empty here; without --workload its statements are"
                        + " checked, too."
            })
    private @Nullable Path statistics;

    @Option(
            names = "--max-cost-increase",
            paramLabel = "PERCENT",
            order = 22,
            converter = Percentages.class,
            description = "By how much a statement may become costlier; 20%% is the default.")
    private double maxCostIncrease = Limits.USUAL.maxCostIncrease();

    @Option(
            names = "--min-cost-increase",
            paramLabel = "COST",
            order = 23,
            description = {
                "Up to which difference no statement counts as costlier, in units of the planner;"
                        + " 10 is the default."
            })
    private double minCostIncrease = Limits.USUAL.minCostIncrease();

    @Option(
            names = "--large-rows",
            paramLabel = "N",
            order = 24,
            description = {
                "How many rows make a table so large that no new statement may read all of it;"
                        + " 10000 is the default."
            })
    private long largeRows = (long) Limits.USUAL.largeRows();

    @Option(
            names = "--ddl",
            paramLabel = "FILE",
            arity = "1..*",
            order = 25,
            description = {
                "SQL files, or folders of *.sql files, to look in for unsafe statements on indexes;"
                        + " alone, no database is needed. A comment '-- pgwright-ignore RULE' before"
                        + " a statement lets it pass."
            })
    private List<Path> scripts = new ArrayList<>();

    @Option(names = "--strict", order = 26, description = "Fail on warnings, too.")
    private boolean strict;

    @Option(
            names = "--twin-postgres",
            paramLabel = "DIR",
            order = 27,
            description = {
                "PostgreSQL to run the twin with, instead of the one that came with pgwright: the"
                        + " folder of its programs."
            })
    private @Nullable Path twinPostgres;

    @Option(
            names = "--format",
            paramLabel = "text|json|junit|sarif",
            order = 30,
            description = "Form of the report; text is the default.")
    private CheckFormat format = CheckFormat.TEXT;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            order = 31,
            description = "Write the report to this file instead of standard output.")
    private @Nullable Path output;

    private final Terminal terminal;
    private final ConnectionEnvironment environment;
    private final Supplier<CheckRun> run;

    /**
     * @param run made only when there is work for it
     */
    public CheckCommand(
            Terminal terminal, ConnectionEnvironment environment, Supplier<CheckRun> run) {
        this.terminal = terminal;
        this.environment = environment;
        this.run = run;
    }

    @Override
    public void run() {
        CheckOptions options = options();
        ReportFile file = output == null ? null : ReportFile.at("--output", output);
        ReportFile kept =
                newBaseline == null ? null : ReportFile.at("--write-baseline", newBaseline);
        CheckRun.Outcome outcome;
        try (ProgressDisplay progress = new ProgressDisplay(terminal)) {
            outcome = run.get().run(options, progress, terminal::warn);
        }
        CheckReport report = outcome.report();
        if (file == null) {
            terminal.write(format.render(report, terminal.layout()));
        } else {
            file.write(format.render(report, Layout.PLAIN));
        }
        if (kept != null && outcome.baseline() != null) {
            kept.write(outcome.baseline());
        }
        requirePassed(report);
    }

    private static void requirePassed(CheckReport report) {
        long errors = report.problems(Level.ERROR);
        if (errors > 0) {
            throw new PgwrightException(
                    ErrorCode.CHECK_FAILED,
                    "the check has failed with " + errors + (errors == 1 ? " error" : " errors"),
                    "the report says what to do about each");
        }
    }

    private CheckOptions options() {
        requireLimits();
        DatabaseCheck database = isOfFilesAlone() ? null : database();
        return new CheckOptions(
                database, scripts, new Limits(maxCostIncrease, minCostIncrease, largeRows, strict));
    }

    private void requireLimits() {
        if (!(minCostIncrease >= 0)) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "--min-cost-increase " + minCostIncrease + " is no cost",
                    "give 0 or more");
        }
        if (largeRows < 0) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "--large-rows " + largeRows + " is negative",
                    "give 0 or more");
        }
        if (baseline != null && newBaseline != null && isSame(baseline, newBaseline)) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "--baseline and --write-baseline name the same file, so that no second check"
                            + " would fail",
                    "check first, and write the new baseline when it is meant to be");
        }
    }

    private static boolean isSame(Path one, Path other) {
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    /** Variables of the environment alone name no database to check. */
    private boolean isOfFilesAlone() {
        return !scripts.isEmpty()
                && snapshot == null
                && baseline == null
                && newBaseline == null
                && statistics == null
                && !connection.given()
                && !statements.given();
    }

    private DatabaseCheck database() {
        return new DatabaseCheck(
                source(),
                statements.workload(environment, terminal, false),
                statements.filter(),
                baseline,
                statistics,
                twinPostgres);
    }

    private Source source() {
        if (snapshot == null) {
            return new Source.Server(connection.settings(environment, terminal));
        }
        if (connection.given()) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "both a snapshot and a server are named",
                    "name one of them: a check is of either");
        }
        return new Source.File(snapshot);
    }
}
