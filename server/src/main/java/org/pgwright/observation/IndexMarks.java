package org.pgwright.observation;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;

import java.util.List;

/**
 * What an index has that its definition does not say.
 *
 * @param tablespace null for the one of the database
 * @param hasComment whether somebody commented on it
 * @param hasTargets whether statistics targets of its expressions were set
 * @param extensions that it was said to depend on, so that it goes with them
 */
public record IndexMarks(
        QualifiedName index,
        long oid,
        @Nullable String tablespace,
        boolean hasComment,
        boolean hasTargets,
        List<String> extensions) {
    public IndexMarks {
        extensions = List.copyOf(extensions);
    }
}
