package org.pgwright.log.event;

/**
 * What an automatic vacuum did.
 *
 * @param table with database and schema
 * @param rowsRemoved dead rows that went
 * @param rowsStuck dead rows that some transaction may still see
 * @param isAggressive whether it read all pages against the wrap-around of transaction numbers
 */
public record VacuumFigures(
        String table,
        long pagesRemoved,
        long pagesRemain,
        long rowsRemoved,
        long rowsRemain,
        long rowsStuck,
        long indexScans,
        double elapsedSeconds,
        long walBytes,
        boolean isAggressive) {}
