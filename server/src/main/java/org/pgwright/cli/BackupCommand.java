package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.files.PrivateFile;
import org.pgwright.planner.Progress;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.repository.Backup;
import org.pgwright.repository.LocalPostgres;
import org.pgwright.repository.RepositoryLocation;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code pgwright backup}. */
@Command(
        name = "backup",
        description = {
            "Writes all that pgwright remembers to one file.",
            "Collection may go on meanwhile. The file holds texts of statements, and stored passwords",
            "in their encrypted form without the key; it is readable by you alone."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright backup --out pgwright.backup",
            "  pgwright backup --data /srv/pgwright --out /backup/pgwright-$(date +%%F).backup",
            "  pgwright backup --repository postgres://me@db/pgwright --out pgwright.backup"
        })
public final class BackupCommand implements Runnable {
    @Mixin private final RepositoryArguments repository = new RepositoryArguments();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            order = 10,
            description = "File to write; one that is there is replaced.")
    private @Nullable Path out;

    private final Terminal terminal;
    private final ConnectionEnvironment environment;
    private final Supplier<LocalPostgres> local;
    private final Function<Progress, Backup> backup;

    /**
     * @param backup made only when there is work for it
     */
    public BackupCommand(
            Terminal terminal,
            ConnectionEnvironment environment,
            Supplier<LocalPostgres> local,
            Function<Progress, Backup> backup) {
        this.terminal = terminal;
        this.environment = environment;
        this.local = local;
        this.backup = backup;
    }

    @Override
    public void run() {
        Path file = Objects.requireNonNull(out);
        ReportFile.at("--out", file);
        var unused = PrivateFile.target(file);
        RepositoryLocation location = repository.location(environment, terminal);
        Backup.Size size;
        try (ProgressDisplay progress = new ProgressDisplay(terminal)) {
            size = backup.apply(progress).write(location, local, file);
        }
        terminal.write(
                String.format(
                        Locale.ROOT,
                        "%s: %d tables, %,d rows%n",
                        file,
                        size.tables(),
                        size.rows()));
    }
}
