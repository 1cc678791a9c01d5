package org.pgwright.snapshot;

import org.jspecify.annotations.Nullable;
import org.pgwright.postgres.Attempt;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.Row;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads how high B-trees are, from the metapage in the first block of each file; only superusers
 * and roles that were given {@code pg_read_binary_file} may.
 */
final class HeightReader {
    private final ReadTransaction transaction;
    private final Map<Long, SizeReader.Length> lengths;
    private final int blockSize;
    private final Gaps gaps;

    HeightReader(
            ReadTransaction transaction,
            Map<Long, SizeReader.Length> lengths,
            int blockSize,
            Gaps gaps) {
        this.transaction = transaction;
        this.lengths = lengths;
        this.blockSize = blockSize;
        this.gaps = gaps;
    }

    /** The heights by oid, without those of one leaf and of files not yet written. */
    Map<Long, Integer> heights(boolean mayReadFiles) {
        if (!mayReadFiles) {
            unknown("the role may not read files");
            return Map.of();
        }
        return switch (transaction.attempt(this::read)) {
            case Attempt.Done<Map<Long, Integer>>(Map<Long, Integer> heights) -> heights;
            case Attempt.Failed<Map<Long, Integer>>(var failure) -> {
                unknown(String.valueOf(failure.getMessage()));
                yield Map.of();
            }
        };
    }

    private void unknown(String why) {
        gaps.add(
                "heights of B-trees",
                "they are estimated from the number of pages (" + why + ")",
                "none is needed: the estimate is almost always exact");
    }

    private Map<Long, Integer> read() {
        Map<Long, Integer> heights = new HashMap<>();
        transaction.each(
                "snapshot.btree_heights",
                Deadlines.SIZES,
                row -> {
                    Integer height = height(row);
                    if (height != null) {
                        heights.put(row.number("oid"), height);
                    }
                },
                transaction.numbers(higherThanOnePage()));
        return heights;
    }

    /** Opening a file for each index would be dear where most are small. */
    private List<Long> higherThanOnePage() {
        return lengths.entrySet().stream()
                .filter(length -> length.getValue().bytes() > BtreeMetapage.FLAT_PAGES * blockSize)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private @Nullable Integer height(Row row) throws SQLException {
        String metapage = row.textOrNull("metapage");
        SizeReader.Length length = lengths.get(row.number("oid"));
        return metapage == null || length == null
                ? null
                : BtreeMetapage.height(metapage, length.bytes() / blockSize);
    }
}
