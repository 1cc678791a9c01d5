package org.pgwright.tuning;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Table;
import org.pgwright.gate.Baseline;
import org.pgwright.gate.Observation;
import org.pgwright.snapshot.Snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the reader of a check should know beside its problems. */
final class CheckNotes {
    private CheckNotes() {}

    static List<String> of(Snapshot now, Observation observed, @Nullable Baseline before) {
        List<String> notes = new ArrayList<>();
        if (before == null) {
            notes.add(
                    "nothing to compare with: --write-baseline keeps what the statements cost now,"
                            + " and --baseline compares with it");
        } else if (before.major() != observed.state().major()) {
            notes.add(
                    "the baseline was planned by PostgreSQL %d, and this by %d, which alone may"
                                    .formatted(before.major(), observed.state().major())
                            + " change costs");
        }
        noteEmptyTables(now, notes);
        int skipped = now.workload().skipped().size();
        if (skipped > 0) {
            notes.add(
                    String.format(
                            Locale.ROOT,
                            "%,d of the workload's statements have no plan, such as \"%s\"",
                            skipped,
                            now.workload().skipped().getFirst().reason()));
        }
        return notes;
    }

    private static void noteEmptyTables(Snapshot now, List<String> notes) {
        CatalogLookup lookup = new CatalogLookup(now.catalog());
        List<Table> tables =
                now.catalog().tables().stream()
                        .filter(table -> table.extension() == null)
                        .filter(table -> table.kind() == Table.Kind.TABLE)
                        .toList();
        boolean allEmpty =
                !tables.isEmpty() && tables.stream().allMatch(t -> lookup.ownRowsOf(t) == 0);
        if (allEmpty) {
            notes.add(
                    "all tables are empty, so costs say little: check a snapshot of a database with"
                            + " data, or load some and ANALYZE");
        }
    }
}
