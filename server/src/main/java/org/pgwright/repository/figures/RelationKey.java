package org.pgwright.repository.figures;

/**
 * Which table or index something is about.
 *
 * @param id its number in the repository
 * @param isOurs whether it is the repository's own
 */
public record RelationKey(int databaseId, int id, boolean isOurs) {}
