package org.pgwright.cli;

import org.pgwright.catalog.Bytes;
import org.pgwright.change.ChangeLimits;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import picocli.CommandLine.Option;

import java.time.Duration;

/** How far a change may go. */
final class ChangeArguments {
    @Option(
            names = "--lock-timeout",
            paramLabel = "TIME",
            order = 30,
            converter = Durations.class,
            description =
                    "How long to wait for a table's lock, and how long sessions of applications may"
                            + " wait for us; 5s is the default.")
    private Duration lockTimeout = ChangeLimits.DEFAULT.lockTimeout();

    @Option(
            names = "--attempts",
            paramLabel = "N",
            order = 31,
            description = "How often to try where others are in the way; 3 is the default.")
    private Integer attempts = ChangeLimits.DEFAULT.attempts();

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            order = 32,
            converter = Durations.class,
            description =
                    "How long a build may wait for older transactions to end; 2min is the default.")
    private Duration patience = ChangeLimits.DEFAULT.patience();

    @Option(
            names = "--max-lag",
            paramLabel = "SIZE",
            order = 33,
            converter = ByteSizes.class,
            description = "How far a replica may be behind; 1GB is the default.")
    private Bytes maxLag = ChangeLimits.DEFAULT.maxLag();

    @Option(
            names = "--min-free-disk",
            paramLabel = "SIZE",
            order = 34,
            converter = ByteSizes.class,
            description =
                    "What has to stay free of the disk of a server on this machine; 1GB is the"
                            + " default.")
    private Bytes minFreeDisk = ChangeLimits.DEFAULT.minFreeDisk();

    /**
     * What the options come to.
     *
     * @throws PgwrightException USAGE if they make no sense
     */
    ChangeLimits limits() {
        if (lockTimeout.toMillis() < 1) {
            throw new PgwrightException(
                    ErrorCode.USAGE, "--lock-timeout 0 gives no lock", "give a time such as 5s");
        }
        if (attempts < 1) {
            throw new PgwrightException(
                    ErrorCode.USAGE, "--attempts " + attempts + " tries nothing", "give 1 or more");
        }
        Duration waits = patience.compareTo(lockTimeout) < 0 ? lockTimeout : patience;
        return new ChangeLimits(lockTimeout, attempts, waits, maxLag, minFreeDisk, null);
    }
}
