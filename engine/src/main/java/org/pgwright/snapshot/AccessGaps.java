package org.pgwright.snapshot;

import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;

import java.util.List;
import java.util.Set;
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

    /**
     * @param role that reads
     */
    AccessGaps(List<TableReader.Found> tables, String role, Gaps gaps) {
        this.tables = tables.stream().filter(AccessGaps::hasStatistics).toList();
        this.role = Identifier.shown(role);
        this.gaps = gaps;
    }

    /**
     * Adds the gaps.
     *
     * @param mentioned by the workload: advice on these is doubtful without their statistics, which
     *     is said before all else
     * @param known what could be read of the columns
     */
    void report(Set<QualifiedName> mentioned, List<ColumnStatistics> known) {
        report(
                found -> !found.readable() && !mentioned.contains(found.table().name()),
                "its statistics are hidden from role %s, so that it is planned with defaults"
                        .formatted(role),
                "GRANT pg_read_all_data TO %s, or GRANT SELECT ON %%s TO %s".formatted(role, role));
        report(
                found -> found.readable() && found.hiddenByRowSecurity(),
                "row security hides its statistics from role %s, so that it is planned with"
                                .formatted(role)
                        + " defaults",
                "ALTER ROLE %s BYPASSRLS, or read %%s as its owner".formatted(role));
        Set<QualifiedName> analyzed =
                known.stream().map(ColumnStatistics::relation).collect(Collectors.toSet());
        report(
                found -> isVisible(found) && neverAnalyzed(found.table(), analyzed),
                "it was never analyzed: the server plans it with defaults, and so do we",
                "ANALYZE %s");
        List<QualifiedName> doubtful =
                names(found -> !found.readable() && mentioned.contains(found.table().name()));
        if (!doubtful.isEmpty()) {
            gaps.addFirst(
                    firstOf(doubtful),
                    "advice on what the workload mentions here is doubtful: the statistics are"
                            + " hidden from role %s, so that defaults stand in for them"
                                    .formatted(role),
                    "GRANT pg_read_all_data TO " + role);
        }
    }

    private List<QualifiedName> names(Predicate<TableReader.Found> wanted) {
        return tables.stream().filter(wanted).map(found -> found.table().name()).toList();
    }

    private static String firstOf(List<QualifiedName> names) {
        String first =
                names.stream()
                        .limit(MOST_SINGLY)
                        .map(QualifiedName::shown)
                        .collect(Collectors.joining(", "));
        return names.size() > MOST_SINGLY ? names.size() + " tables (" + first + ", ...)" : first;
    }

    private void report(Predicate<TableReader.Found> affected, String effect, String remedy) {
        List<QualifiedName> names = names(affected);
        if (names.size() > MOST_SINGLY) {
            gaps.add(firstOf(names), effect, remedy.formatted("each"));
        } else {
            names.forEach(name -> gaps.add(name.shown(), effect, remedy.formatted(name.quoted())));
        }
    }

    private static boolean isVisible(TableReader.Found found) {
        return found.readable() && !found.hiddenByRowSecurity();
    }

    private static boolean hasStatistics(TableReader.Found found) {
        Table table = found.table();
        return table.extension() == null && table.kind() != Table.Kind.FOREIGN;
    }

    /** One that was found empty then has no statistics of columns either. */
    private static boolean neverAnalyzed(Table table, Set<QualifiedName> analyzed) {
        Table.Size size = table.size();
        boolean foundEmpty = size.recordedPages() > 0 && size.recordedRows() == 0;
        return table.kind() != Table.Kind.PARTITIONED
                && size.pages() > 0
                && !foundEmpty
                && !table.columns().isEmpty()
                && !analyzed.contains(table.name());
    }
}
