package org.pgwright.rehearsal;

/**
 * A statement that did not run.
 *
 * @param hash of its normalised text; empty where that is not known
 * @param text empty where that is not known
 * @param reason for people
 */
public record NotRun(String hash, String text, String reason) {}
