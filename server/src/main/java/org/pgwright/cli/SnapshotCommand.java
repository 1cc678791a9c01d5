package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.snapshot.SnapshotFile;
import org.pgwright.tuning.SnapshotRun;
import org.pgwright.tuning.StatementFilter;
import org.pgwright.tuning.WorkloadChoice;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;

/** {@code pgwright snapshot}. */
@Command(
        name = "snapshot",
        description = {
            "Writes all that advice needs of a database to one file.",
            "That is schema, sizes, statistics, settings and statements (only reads). The file holds",
            "common values of your data and is readable by you alone."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright snapshot -h db.example.org -U pgwright -d shop --out shop.snapshot",
            "  pgwright snapshot -d shop --no-values --out shop.snapshot",
            "  pgwright snapshot -d shop --workload repository --out shop.snapshot",
            "  pgwright advise --snapshot shop.snapshot",
            "",
            "The password comes from PGPASSWORD, ~/.pgpass, or a prompt with -W."
        })
public final class SnapshotCommand implements Runnable {
    @Mixin private final ConnectionArguments connection = new ConnectionArguments();

    @Mixin private final WorkloadArguments statements = new WorkloadArguments();

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
        SnapshotFile.checkTarget(file);
        ConnectionSettings settings = connection.settings(environment, terminal);
        StatementFilter filter = statements.filter();
        WorkloadChoice workload = statements.workload(environment, terminal, false);
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
                "%s: %s, %s, %s%n"
                        .formatted(
                                file,
                                counted(taken.catalog().tables(), "table", "tables"),
                                counted(taken.catalog().indexes(), "index", "indexes"),
                                counted(taken.workload().statements(), "statement", "statements")));
    }

    private static String counted(List<?> things, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", things.size(), things.size() == 1 ? one : many);
    }
}
