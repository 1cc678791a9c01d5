package org.pgwright.change;

import java.time.Duration;

/**
 * How long a change may wait for others.
 *
 * @param lockTimeout for each wait for a lock; while an index build waits, applications read and
 *     write on, but maintenance of the table does not
 * @param attempts how often it is tried in all
 */
public record ChangeLimits(Duration lockTimeout, int attempts) {
    /** Three attempts of five seconds. */
    public static final ChangeLimits DEFAULT = new ChangeLimits(Duration.ofSeconds(5), 3);

    public ChangeLimits {
        if (lockTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("a lock timeout is at least 1 ms: " + lockTimeout);
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("a change is tried at least once: " + attempts);
        }
    }
}
