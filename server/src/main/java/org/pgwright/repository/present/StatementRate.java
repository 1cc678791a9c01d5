package org.pgwright.repository.present;

/**
 * What a query did in the last minutes.
 *
 * @param hash never its text
 * @param calls a second
 * @param executing seconds a second: 1 is one session busy with it all the time
 * @param rows returned or changed a second
 * @param blocksRead a second, that were not in shared buffers
 */
public record StatementRate(
        String hash, double calls, double executing, double rows, double blocksRead) {}
