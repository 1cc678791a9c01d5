package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.advisor.Budget;
import org.pgwright.advisor.TableFilter;
import org.pgwright.catalog.Bytes;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.report.AdviceReport;
import org.pgwright.report.Format;
import org.pgwright.report.Layout;
import org.pgwright.repository.strategy.Proposals.Proposed;
import org.pgwright.strategy.Proposal;
import org.pgwright.tuning.AdviceOptions;
import org.pgwright.tuning.AdviceOptions.Source;
import org.pgwright.tuning.AdviceOptions.WhatIf;
import org.pgwright.tuning.AdviceRun;
import org.pgwright.tuning.Ending;
import org.pgwright.tuning.change.AdvisedProposals;
import org.pgwright.tuning.change.ChangeRun;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** {@code pgwright advise}. */
@Command(
        name = "advise",
        description = {
            "Recommends indexes for a database.",
            "Reads its schema, sizes, statistics and statements (only reads), and tries indexes on a",
            "planner twin on this machine."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright advise -h db.example.org -U pgwright -d shop",
            "  pgwright advise postgres://pgwright@db.example.org/shop?sslmode=verify-full",
            "  pgwright advise -d shop --workload queries/ --budget 500MB --max-indexes 5",
            "  pgwright advise -d shop --workload repository --since 24h",
            "  pgwright advise --snapshot shop.snapshot --format sql --output indexes.sql",
            "  pgwright advise -d shop --deadline 30s --frontier --format json",
            "",
            "The password comes from PGPASSWORD, ~/.pgpass, or a prompt with -W."
        })
public final class AdviseCommand implements Runnable {
    @Mixin private final ConnectionArguments connection = new ConnectionArguments();

    @Mixin private final WorkloadArguments statements = new WorkloadArguments();

    @Option(
            names = "--snapshot",
            paramLabel = "FILE",
            order = 10,
            description = "Advise from this file of 'pgwright snapshot' instead of a server.")
    private @Nullable Path snapshot;

    @Option(
            names = "--budget",
            paramLabel = "SIZE",
            order = 12,
            converter = ByteSizes.class,
            description = "What all recommended indexes may take together, such as 500MB.")
    private @Nullable Bytes budget;

    @Option(
            names = "--max-indexes",
            paramLabel = "N",
            order = 13,
            description = "How many indexes to recommend at most.")
    private @Nullable Integer maxIndexes;

    @Option(
            names = "--max-write-overhead",
            paramLabel = "PERCENT",
            order = 13,
            converter = Percentages.class,
            description =
                    "By how much the recommended indexes may make the workload's writes dearer"
                            + " all together, such as 10%%.")
    private @Nullable Double maxWriteOverhead;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            order = 14,
            converter = Durations.class,
            description =
                    "When to end with the best indexes found until then, such as 30s; Ctrl-C does"
                            + " the same at any time.")
    private @Nullable Duration deadline;

    @Option(
            names = "--frontier",
            order = 15,
            description =
                    "Also show what fewer bytes of indexes would do: gain against bytes, as data"
                            + " for a plot with --format json.")
    private boolean frontier;

    @Option(
            names = "--propose",
            order = 15,
            description =
                    "Keep what is recommended in the repository, to be decided on with pgwright"
                            + " strategy and done with pgwright apply.")
    private boolean isProposed;

    @Option(
            names = "--include",
            paramLabel = "TABLE",
            order = 16,
            split = ",",
            description = {
                "Recommend indexes on these tables only: table, schema.table, or with * and ? as in"
                        + " psql. May be repeated."
            })
    private List<String> include = new ArrayList<>();

    @Option(
            names = "--exclude",
            paramLabel = "TABLE",
            order = 17,
            split = ",",
            description = "Recommend no index on these tables. May be repeated.")
    private List<String> exclude = new ArrayList<>();

    @Option(
            names = "--what-if",
            paramLabel = "twin|hypopg",
            order = 18,
            description = {
                "Where indexes are tried: on a twin on this machine (the default), or with the"
                        + " extension HypoPG on the server."
            })
    private WhatIf whatIf = WhatIf.TWIN;

    @Option(
            names = "--twin-postgres",
            paramLabel = "DIR",
            order = 19,
            description = {
                "PostgreSQL to run the twin with, instead of the one that came with pgwright: the"
                        + " folder of its programs."
            })
    private @Nullable Path twinPostgres;

    @Option(
            names = "--format",
            paramLabel = "text|json|sql|markdown",
            order = 20,
            description = "Form of the report; text is the default.")
    private Format format = Format.TEXT;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            order = 21,
            description = "Write the report to this file instead of standard output.")
    private @Nullable Path output;

    private final Terminal terminal;
    private final ConnectionEnvironment environment;
    private final Supplier<AdviceRun> run;
    private final Supplier<ChangeRun> keeping;

    /**
     * @param run made only when there is work for it
     * @param keeping the same, for what is to be kept
     */
    public AdviseCommand(
            Terminal terminal,
            ConnectionEnvironment environment,
            Supplier<AdviceRun> run,
            Supplier<ChangeRun> keeping) {
        this.terminal = terminal;
        this.environment = environment;
        this.run = run;
        this.keeping = keeping;
    }

    @Override
    public void run() {
        AdviceOptions options = options();
        ReportFile file = output == null ? null : ReportFile.at("--output", output);
        AdviceReport report = report(options);
        if (isProposed) {
            keep(options, report);
        }
        if (file == null) {
            terminal.write(format.render(report, terminal.layout()));
        } else {
            file.write(format.render(report, Layout.PLAIN));
        }
    }

    private void keep(AdviceOptions options, AdviceReport report) {
        Source.Server server = (Source.Server) options.source();
        List<Proposal> proposals = AdvisedProposals.of(report.advice());
        List<Proposed> proposed =
                keeping.get()
                        .with(
                                statements.repository(environment, terminal),
                                changes ->
                                        changes.propose(
                                                changes.register(server.settings()),
                                                org.pgwright.strategy.Source.ADVICE,
                                                proposals));
        long unwanted = proposed.stream().filter(Proposed.Unwanted.class::isInstance).count();
        terminal.note(
                "%d proposed; pgwright strategy list shows them%s"
                        .formatted(
                                proposed.size() - unwanted,
                                unwanted == 0
                                        ? ""
                                        : "; " + unwanted + " stay dismissed, as nothing changed"));
    }

    private AdviceReport report(AdviceOptions options) {
        try (ProgressDisplay progress = new ProgressDisplay(terminal)) {
            return run.get().run(options, progress, terminal::warn);
        }
    }

    private AdviceOptions options() {
        if (deadline != null && deadline.isZero()) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "--deadline 0 leaves no time to find an index",
                    "give a time such as 30s");
        }
        if (maxIndexes != null && maxIndexes < 0) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "--max-indexes " + maxIndexes + " is negative",
                    "give 0 or more");
        }
        Source source = source();
        if (isProposed && !(source instanceof Source.Server)) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "--propose is for a server, and a snapshot is named",
                    "name the server, or give the JSON of the advice to pgwright apply --file");
        }
        return new AdviceOptions(
                source,
                statements.workload(environment, terminal, isProposed),
                new Budget(budget, maxIndexes, maxWriteOverhead),
                frontier,
                new TableFilter(include, exclude),
                statements.filter(),
                whatIf,
                twinPostgres,
                new Ending(deadline, true));
    }

    private Source source() {
        if (snapshot == null) {
            return new Source.Server(connection.settings(environment, terminal));
        }
        if (connection.given()) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "both a snapshot and a server are named",
                    "name one of them: advice comes from either");
        }
        return new Source.File(snapshot);
    }
}
