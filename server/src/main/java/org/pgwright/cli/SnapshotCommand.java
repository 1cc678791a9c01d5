package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.tuning.SnapshotRun;
import org.pgwright.tuning.StatementFilter;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/** {@code pgwright snapshot}. */
@Command(
        name = "snapshot",
        description = {
            "Writes all that advice needs of a database to one file: schema, sizes, statistics,",
            "settings and statements (only reads). The file holds common values of your data and is",
            "readable by you alone."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright snapshot -h db.example.org -U pgwright -d shop --out shop.snapshot",
            "  pgwright snapshot -d shop --no-values --out shop.snapshot",
            "  pgwright advise --snapshot shop.snapshot",
            "",
            "The password comes from PGPASSWORD or ~/.pgpass."
        })
public final class SnapshotCommand implements Runnable {
    @Mixin private final ConnectionArguments connection = new ConnectionArguments();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            order = 10,
            description = "File to write; one that is there is replaced.")
    private @Nullable Path out;

    @Option(
            names = "--no-values",
            order = 11,
            description =
                    "Leave out common values, histograms and column ends, which are your data.")
    private boolean noValues;

    @Option(
            names = "--workload",
            paramLabel = "FILE|DIR",
            order = 12,
            description = "Statements to put in, instead of those of pg_stat_statements.")
    private @Nullable Path workload;

    @Option(
            names = "--min-calls",
            paramLabel = "N",
            order = 13,
            description = "Leave out statements of pg_stat_statements that ran less often.")
    private long minCalls;

    @Option(
            names = "--min-time",
            paramLabel = "TIME",
            order = 14,
            converter = Durations.class,
            description = "Leave out statements that took less time in all, such as 30s.")
    private Duration minTime = Duration.ZERO;

    private final Terminal terminal;
    private final ConnectionEnvironment environment;
    private final Supplier<SnapshotRun> run;

    /**
     * @param run made only when there is work for it
     */
    public SnapshotCommand(
            Terminal terminal, ConnectionEnvironment environment, Supplier<SnapshotRun> run) {
        this.terminal = terminal;
        this.environment = environment;
        this.run = run;
    }

    @Override
    public void run() {
        Path file = Objects.requireNonNull(out);
        ReportFile.at("--out", file);
        ConnectionSettings settings = ConnectionSettings.of(connection.options(), environment);
        StatementFilter filter = new StatementFilter(minCalls, minTime);
        Snapshot taken;
        try (ProgressDisplay progress = new ProgressDisplay(terminal)) {
            taken = run.get().take(settings, workload, filter, !noValues, progress, terminal::warn);
            SnapshotRun.write(taken, file);
        }
        taken.gaps()
                .forEach(
                        gap ->
                                terminal.warn(
                                        gap.subject() + ": " + gap.effect() + "; " + gap.remedy()));
        terminal.write(
                "%s: %d tables, %d indexes, %d statements%n"
                        .formatted(
                                file,
                                taken.catalog().tables().size(),
                                taken.catalog().indexes().size(),
                                taken.workload().statements().size()));
    }
}
