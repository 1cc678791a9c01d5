package org.pgwright.maintenance;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;

import java.time.Duration;
import java.util.Map;

/**
 * What is known of the use of a database's indexes.
 *
 * @param servers null if the database is not watched
 * @param uses by index, without those of partitioned tables, of which their parts tell
 * @param unused for how long nothing may have used an index before it is called unused
 */
public record KnownUse(
        @Nullable WatchedServers servers, Map<QualifiedName, IndexUse> uses, Duration unused) {
    public KnownUse {
        uses = Map.copyOf(uses);
    }
}
