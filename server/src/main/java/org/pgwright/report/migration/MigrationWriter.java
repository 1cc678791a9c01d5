package org.pgwright.report.migration;

import java.util.List;

/** Writes a phase as the files of one tool. */
interface MigrationWriter {
    /**
     * Those files.
     *
     * @param version of the phase
     * @param previous what the phase depends on; empty for nothing
     */
    List<MigrationFile> files(Phase phase, String version, String previous);

    /** By what later phases depend on this one. */
    String identity(Phase phase, String version);
}
