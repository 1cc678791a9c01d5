package org.pgwright.repository;

/**
 * A database as it was found.
 *
 * @param oid which a new one of the same name does not share
 */
public record DatabaseSeen(long oid, String name) {}
