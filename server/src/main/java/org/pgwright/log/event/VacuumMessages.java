package org.pgwright.log.event;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.entry.LogEntry;
import org.pgwright.log.event.LogEvent.AutoanalyzeEnded;
import org.pgwright.log.event.LogEvent.AutovacuumEnded;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Automatic vacuums and analyzes (log_autovacuum_min_duration). */
final class VacuumMessages {
    private static final Pattern TABLE =
            Pattern.compile(
                    "automatic (aggressive )?(vacuum|analyze)(?: to prevent wraparound)?"
                            + " of table \"(.{1,200}?)\"(?:: index scans: (\\d{1,9}))?(?:\n|$)",
                    Pattern.DOTALL);
    private static final Pattern PAGES =
            Pattern.compile(
                    "^\\s?pages: (\\d{1,18}) removed, (\\d{1,18}) remain", Pattern.MULTILINE);
    private static final Pattern ROWS =
            Pattern.compile(
                    "^\\s?tuples: (\\d{1,18}) removed, (\\d{1,18}) remain, (\\d{1,18}) are dead but"
                            + " not yet removable",
                    Pattern.MULTILINE);
    private static final Pattern ELAPSED =
            Pattern.compile("elapsed: (\\d{1,12}\\.\\d{1,6}) s", Pattern.MULTILINE);
    private static final Pattern WAL = Pattern.compile("WAL usage: .{0,100}?(\\d{1,18}) bytes");

    private VacuumMessages() {}

    static @Nullable LogEvent read(LogEntry entry) {
        Matcher table = TABLE.matcher(entry.message());
        if (!table.lookingAt()) {
            return null;
        }
        if (table.group(2).equals("analyze")) {
            return new AutoanalyzeEnded(Origin.of(entry), table.group(3), elapsed(entry.message()));
        }
        return new AutovacuumEnded(Origin.of(entry), figures(entry.message(), table));
    }

    private static VacuumFigures figures(String message, Matcher table) {
        Matcher pages = PAGES.matcher(message);
        Matcher rows = ROWS.matcher(message);
        boolean hasPages = pages.find();
        boolean hasRows = rows.find();
        Matcher wal = WAL.matcher(message);
        return new VacuumFigures(
                table.group(3),
                hasPages ? Long.parseLong(pages.group(1)) : 0,
                hasPages ? Long.parseLong(pages.group(2)) : 0,
                hasRows ? Long.parseLong(rows.group(1)) : 0,
                hasRows ? Long.parseLong(rows.group(2)) : 0,
                hasRows ? Long.parseLong(rows.group(3)) : 0,
                table.group(4) == null ? 0 : Long.parseLong(table.group(4)),
                elapsed(message),
                wal.find() ? Long.parseLong(wal.group(1)) : 0,
                table.group(1) != null);
    }

    private static double elapsed(String message) {
        Matcher elapsed = ELAPSED.matcher(message);
        return elapsed.find() ? Double.parseDouble(elapsed.group(1)) : 0;
    }
}
