package org.pgwright.snapshot;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Says which tables' statistics the role could not see, or are not there: one gap a table, or one
 * for all of a kind where they are many.
 */
final class AccessGaps {
    private static final int MOST_SINGLY = 20;

    private final List<TableReader.Found> tables;
    private final String role;
    private final Gaps gaps;

    AccessGaps(List<TableReader.Found> tables, String role, Gaps gaps) {
        this.tables = tables.stream().filter(AccessGaps::hasStatistics).toList();
        this.role = role;
        this.gaps = gaps;
    }

    void report() {
        report(
                found -> !found.readable(),
                "its statistics are hidden from role %s, so that it is planned with defaults"
                        .formatted(role),
                "GRANT pg_read_all_data TO %s, or GRANT SELECT ON %%s TO %s".formatted(role, role));
        report(
                found -> found.readable() && found.hiddenByRowSecurity(),
                "row security hides its statistics from role %s, so that it is planned with"
                                .formatted(role)
                        + " defaults",
                "ALTER ROLE %s BYPASSRLS, or read %%s as its owner".formatted(role));
        report(
                found -> neverAnalyzed(found.table()),
                "it was never analyzed: the server plans it with defaults, and so do we",
                "ANALYZE %s");
    }

    private void report(Predicate<TableReader.Found> affected, String effect, String remedy) {
        List<QualifiedName> names =
                tables.stream().filter(affected).map(found -> found.table().name()).toList();
        if (names.size() > MOST_SINGLY) {
            String first =
                    names.stream()
                            .limit(MOST_SINGLY)
                            .map(QualifiedName::shown)
                            .collect(Collectors.joining(", "));
            gaps.add(
                    names.size() + " tables (" + first + ", ...)",
                    effect,
                    remedy.formatted("each"));
        } else {
            names.forEach(name -> gaps.add(name.shown(), effect, remedy.formatted(name.quoted())));
        }
    }

    private static boolean hasStatistics(TableReader.Found found) {
        Table table = found.table();
        return table.extension() == null && table.kind() != Table.Kind.FOREIGN;
    }

    private static boolean neverAnalyzed(Table table) {
        return table.kind() != Table.Kind.PARTITIONED
                && table.size().recordedRows() < 0
                && table.size().pages() > 0;
    }
}
