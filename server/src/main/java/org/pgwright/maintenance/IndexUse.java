package org.pgwright.maintenance;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What is known of the use of an index, on all watched servers of its cluster together.
 *
 * @param isNeeded whether a constraint, a foreign key or logical replication needs it, as far as
 *     was seen
 * @param oid of the index that was watched under the name
 * @param since from when on no scan can have been missed
 * @param lost the last day (UTC) whose scans may have been missed; null for none
 * @param days on which it was scanned (UTC), the oldest first
 */
public record IndexUse(
        QualifiedName index,
        boolean isNeeded,
        long oid,
        Instant since,
        @Nullable LocalDate lost,
        List<LocalDate> days) {
    public IndexUse {
        days = List.copyOf(days);
    }
}
