package org.pgwright.maintenance;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the use of a database's indexes.
 *
 * @param servers null if the database is not watched
 * @param uses by index, without those of partitioned tables, of which their parts tell
 * @param made which of its indexes pgwright made, of which a week may tell
 * @param unused for how long nothing may have used another one before it is called unused
 */
public record KnownUse(
        @Nullable WatchedServers servers,
        Map<QualifiedName, IndexUse> uses,
        List<MadeIndex> made,
        Duration unused) {
    public KnownUse {
        uses = Map.copyOf(uses);
        made = List.copyOf(made);
    }

    /** When pgwright made an index, and what for; empty for one that it did not make. */
    Optional<MadeIndex> made(QualifiedName index) {
        return made.stream().filter(one -> one.index().equals(index)).findFirst();
    }
}
