package org.pgwright.repository;

import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a backup says of itself: a head before the rows, a foot behind them.
 *
 * <p>Within a version of the format fields are only added.
 */
final class BackupManifest {
    /** The version of the format that we write, and the newest that we read. */
    static final int VERSION = 1;

    static final String FORMAT = "pgwright-backup";

    static final JsonMapper JSON = JsonMapper.shared();

    private BackupManifest() {}

    /**
     * What follows.
     *
     * @param schemaVersion of the repository's tables
     * @param pgwright the version of pgwright that wrote it
     * @param tables each behind those that it refers to
     */
    record Head(
            String format,
            int version,
            String schemaVersion,
            String pgwright,
            Instant takenAt,
            List<Table> tables) {
        Head {
            tables = List.copyOf(tables);
        }
    }

    /**
     * A table.
     *
     * @param columns in the order of the rows' values
     */
    record Table(String name, List<String> columns, List<Part> partitions) {
        Table {
            columns = List.copyOf(columns);
            partitions = List.copyOf(partitions);
        }
    }

    /**
     * A partition.
     *
     * @param from the smallest value in it, as PostgreSQL writes it
     * @param to the smallest value beyond it
     */
    record Part(String name, String from, String to) {}

    /**
     * What has been written.
     *
     * @param tables by name
     * @param sequences the last number that each has given
     */
    record Foot(Map<String, Content> tables, Map<String, Long> sequences) {
        Foot {
            tables = Map.copyOf(tables);
            sequences = Map.copyOf(sequences);
        }

        long rows() {
            return tables.values().stream().mapToLong(Content::rows).sum();
        }
    }

    /**
     * The rows of a table.
     *
     * @param sha256 of all of them, in hexadecimal digits
     */
    record Content(long rows, String sha256) {}
}
