package org.pgwright.observation;

/**
 * A statement that the log tells of.
 *
 * @param hash of the normalised text
 * @param text normalised, so without literals
 * @param isOurs whether pgwright runs it
 */
public record LoggedStatement(String hash, String text, boolean isOurs) {}
