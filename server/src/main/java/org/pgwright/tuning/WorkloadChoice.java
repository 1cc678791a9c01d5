package org.pgwright.tuning;

import org.pgwright.repository.RepositoryLocation;

import java.nio.file.Path;
import java.time.Duration;

/** Where the statements that advice is given on come from. */
public sealed interface WorkloadChoice {
    /** pg_stat_statements of the server, or what the snapshot holds. */
    record OfSource() implements WorkloadChoice {}

    /** A file or a folder of them. */
    record Files(Path place) implements WorkloadChoice {}

    /**
     * What pgwright collect has kept.
     *
     * @param since how far back
     */
    record Kept(RepositoryLocation repository, Duration since) implements WorkloadChoice {}
}
