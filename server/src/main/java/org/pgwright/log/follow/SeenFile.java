package org.pgwright.log.follow;

import java.time.Instant;

/**
 * A file as it was seen at a moment.
 *
 * @param size in bytes
 * @param modified when it was last written
 * @param inode 0 where there is none
 */
public record SeenFile(String name, long size, Instant modified, long inode) {}
