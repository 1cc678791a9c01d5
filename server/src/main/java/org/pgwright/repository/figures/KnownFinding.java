package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.pgwright.findings.Finding;

import java.time.Instant;

/**
 * What is wrong with a schema, as of the last look.
 *
 * @param since when it was seen first
 */
public record KnownFinding(String databaseName, Finding finding, Instant since) {
    /** Whether it is about this index. */
    public boolean isOf(IndexFigures index) {
        return databaseName.equals(index.databaseName())
                && finding.table().equals(index.table())
                && finding.index() != null
                && finding.index().name().equals(index.name());
    }

    /** Whether it is about this table or one of its indexes. */
    public boolean isOf(TableFigures table) {
        return databaseName.equals(table.databaseName()) && finding.table().equals(table.name());
    }

    /** The other index, if it is of a kind. */
    public @Nullable String otherOf(Finding.Kind kind) {
        return finding.kind() == kind && finding.other() != null ? finding.other().name() : null;
    }
}
