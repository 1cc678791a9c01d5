package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.Progress;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.repository.Backup;
import org.pgwright.repository.LocalPostgres;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.repository.Restore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code pgwright restore}. */
@Command(
        name = "restore",
        description = {
            "Reads a backup into an empty repository.",
            "All of it or nothing: a damaged file changes nothing. Stored passwords need the key that",
            "they were encrypted under (encryption.key of the old data folder, or PGWRIGHT_KEY_FILE)."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright restore pgwright.backup --data /srv/pgwright-new",
            "  pgwright restore pgwright.backup --repository postgres://me@db/pgwright"
        })
public final class RestoreCommand implements Runnable {
    @Mixin private final RepositoryArguments repository = new RepositoryArguments();

    @Parameters(paramLabel = "FILE", description = "What pgwright backup wrote.")
    private @Nullable Path file;

    private final Terminal terminal;
    private final ConnectionEnvironment environment;
    private final Supplier<LocalPostgres> local;
    private final Function<Progress, Restore> restore;

    /**
     * @param restore made only when there is work for it
     */
    public RestoreCommand(
            Terminal terminal,
            ConnectionEnvironment environment,
            Supplier<LocalPostgres> local,
            Function<Progress, Restore> restore) {
        this.terminal = terminal;
        this.environment = environment;
        this.local = local;
        this.restore = restore;
    }

    @Override
    public void run() {
        RepositoryLocation location = repository.location(environment, terminal);
        Backup.Size size;
        try (ProgressDisplay progress = new ProgressDisplay(terminal)) {
            size = restore.apply(progress).read(Objects.requireNonNull(file), location, local);
        }
        terminal.write(
                String.format(
                        Locale.ROOT,
                        "%s: %d tables, %,d rows restored%n",
                        location.shown(),
                        size.tables(),
                        size.rows()));
    }
}
