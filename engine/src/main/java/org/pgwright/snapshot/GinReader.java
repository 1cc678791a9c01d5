package org.pgwright.snapshot;

import org.pgwright.catalog.Index.GinPages;
import org.pgwright.postgres.Attempt;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Reads what GIN indexes count of themselves, from the metapage in the first block of each file;
 * only superusers and roles that were given {@code pg_read_binary_file} may. The file may be older
 * than the server's memory, by a checkpoint at most.
 */
final class GinReader {
    private static final int LENGTH = 48;
    private static final int PENDING_OFFSET = 12;
    private static final int TOTAL_OFFSET = 24;
    private static final int ENTRY_OFFSET = 28;
    private static final int DATA_OFFSET = 32;
    private static final int ENTRIES_OFFSET = 40;

    private final ReadTransaction transaction;
    private final Gaps gaps;

    GinReader(ReadTransaction transaction, Gaps gaps) {
        this.transaction = transaction;
        this.gaps = gaps;
    }

    /** The counters by oid; those that cannot be read are missing. */
    Map<Long, GinPages> pages(boolean mayReadFiles) {
        if (!mayReadFiles) {
            return Map.of();
        }
        return switch (transaction.attempt(this::read)) {
            case Attempt.Done<Map<Long, GinPages>>(Map<Long, GinPages> pages) -> pages;
            case Attempt.Failed<Map<Long, GinPages>>(var failure) -> {
                gaps.add(
                        "counters of GIN indexes",
                        "the planner's defaults stand in (" + failure.getMessage() + ")",
                        "none is needed");
                yield Map.of();
            }
        };
    }

    private Map<Long, GinPages> read() {
        Map<Long, GinPages> pages = new HashMap<>();
        transaction.each(
                "snapshot.gin_metapages",
                Deadlines.SIZES,
                row -> {
                    String metapage = row.textOrNull("metapage");
                    if (metapage != null && metapage.length() == LENGTH * 2) {
                        pages.put(row.number("oid"), counters(metapage));
                    }
                });
        return pages;
    }

    private static GinPages counters(String metapage) {
        ByteBuffer page =
                ByteBuffer.wrap(HexFormat.of().parseHex(metapage)).order(ByteOrder.LITTLE_ENDIAN);
        return new GinPages(
                Integer.toUnsignedLong(page.getInt(PENDING_OFFSET)),
                Integer.toUnsignedLong(page.getInt(TOTAL_OFFSET)),
                Integer.toUnsignedLong(page.getInt(ENTRY_OFFSET)),
                Integer.toUnsignedLong(page.getInt(DATA_OFFSET)),
                page.getLong(ENTRIES_OFFSET));
    }
}
