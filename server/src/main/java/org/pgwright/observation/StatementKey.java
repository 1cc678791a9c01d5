package org.pgwright.observation;

/**
 * What tells rows of pg_stat_statements apart.
 *
 * @param databaseOid in which it ran
 * @param roleOid who ran it
 * @param queryId by the server
 * @param isTopLevel whether it was sent by a client, not run within a function
 */
public record StatementKey(long databaseOid, long roleOid, long queryId, boolean isTopLevel) {}
