package org.pgwright.observation;

/**
 * An index build under way (pg_stat_progress_create_index; manual, section 27.4).
 *
 * @param indexOid 0 before it has one
 * @param blocks in this phase
 * @param rows in this phase
 */
public record IndexBuild(
        int pid,
        String databaseName,
        String command,
        long relationOid,
        long indexOid,
        String phase,
        Share blocks,
        Share rows) {
    /** How much of how much. */
    public record Share(long done, long total) {}
}
