package org.pgwright.log.follow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keeps the number of files that are remembered within bounds. */
final class Pruning {
    /** Files that are remembered one by one; older ones by the time when they were written. */
    static final int MOST_KNOWN = 64;

    private Pruning() {}

    /**
     * The same without files that are gone, and without the oldest, which its horizon covers then.
     */
    static Reached pruned(Reached reached, Folder folder) {
        if (reached.known().size() <= 2 * MOST_KNOWN) {
            return reached;
        }
        List<SeenFile> all = folder.files();
        int first = Math.max(0, all.size() - MOST_KNOWN);
        Instant horizon = first == 0 ? reached.horizon() : all.get(first - 1).modified();
        List<SeenFile> newest = all.subList(first, all.size());
        folder.readHeads(newest);
        List<FileMark> kept = new ArrayList<>();
        for (FileMark mark : reached.known()) {
            boolean isThere =
                    newest.stream()
                            .map(folder::head)
                            .anyMatch(head -> head != null && mark.begins(head));
            if (isThere) {
                kept.add(mark);
            }
        }
        int most = Math.min(kept.size(), 2 * MOST_KNOWN);
        return reached.knowing(
                kept.subList(kept.size() - most, kept.size()),
                horizon.isAfter(reached.horizon()) ? horizon : reached.horizon());
    }
}
