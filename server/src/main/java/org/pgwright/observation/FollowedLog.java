package org.pgwright.observation;

import java.time.Instant;

/**
 * A time of which a server's log was read.
 *
 * @param isLossy whether something in it could not be read or was not kept
 */
public record FollowedLog(Instant from, Instant until, boolean isLossy) {}
