package org.pgwright.twin;

import java.util.Map;

/**
 * Where the tables of a statement may be that its session's {@code search_path} does not lead to.
 *
 * @param settings with which to try again, empty where there is nothing to try
 * @param doubt a clause for the reason of the refusal, empty where there is nothing to add
 */
record SchemaGuess(Map<String, String> settings, String doubt) {}
