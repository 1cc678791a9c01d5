package org.pgwright.log.follow;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Finds files of a log again after rotation, and what was not read of them. */
final class Finder {
    private final LogSource source;
    private final Folder folder;

    Finder(LogSource source, Folder folder) {
        this.source = source;
        this.folder = folder;
    }

    /** Where a file has gone. */
    sealed interface Whereabouts {
        /** It is there, perhaps under another name, or as a copy. */
        record Found(SeenFile file) implements Whereabouts {}

        /** A copy of it ends before the place that was reached: nothing of it is left to read. */
        record ReadAlready() implements Whereabouts {}

        /** What may be it is still being written. */
        record Unsettled() implements Whereabouts {}

        record Gone() implements Whereabouts {}
    }

    /** A file of which something was not read. */
    record Unread(SeenFile file, FileMark from) {}

    /** Finds a file that is not where it was. */
    Whereabouts find(Reached reached, FileMark mark) {
        List<SeenFile> all = folder.files(reached.kind());
        folder.readHeads(all);
        List<SeenFile> alike =
                all.stream()
                        .filter(file -> begins(file, mark))
                        .sorted(
                                Comparator.comparing(
                                                (SeenFile file) -> FileNames.isPacked(file.name()))
                                        .thenComparing(file -> file.inode() != mark.inode()))
                        .toList();
        boolean isShorter = false;
        for (SeenFile file : alike) {
            if (FileNames.isPacked(file.name())) {
                return folder.isSettled(file)
                        ? new Whereabouts.Found(file)
                        : new Whereabouts.Unsettled();
            }
            if (file.size() >= mark.length() && hasTail(file, mark)) {
                return new Whereabouts.Found(file);
            }
            isShorter |= file.size() < mark.length() && isTelling(file);
        }
        return isShorter ? new Whereabouts.ReadAlready() : new Whereabouts.Gone();
    }

    /**
     * The first file of which something was not read.
     *
     * @param current the file that is being read; null if there is none
     * @return null if all was read
     */
    @Nullable Unread next(Reached reached, @Nullable SeenFile current) {
        List<SeenFile> later =
                folder.files(reached.kind()).stream()
                        .filter(file -> file.modified().isAfter(reached.horizon()))
                        .filter(file -> current == null || !file.name().equals(current.name()))
                        .toList();
        folder.readHeads(later);
        for (SeenFile file : later) {
            FileMark from = unreadFrom(reached, file);
            if (from != null) {
                return new Unread(file, from);
            }
        }
        return null;
    }

    private @Nullable FileMark unreadFrom(Reached reached, SeenFile file) {
        byte[] head = folder.head(file);
        if (head == null || head.length == 0) {
            return null;
        }
        FileMark current = reached.current();
        if (current != null && isCopy(file, current)) {
            return null;
        }
        List<FileMark> alike =
                reached.known().stream()
                        .filter(mark -> begins(file, mark))
                        .filter(mark -> isPacked(file) || isKnown(file, mark))
                        .sorted(Comparator.comparing(FileMark::length))
                        .toList();
        if (alike.isEmpty()) {
            boolean isBeingMade = isPacked(file) && !folder.isSettled(file);
            return isBeingMade ? null : FileMark.of(file.inode(), head, new byte[0], 0);
        }
        FileMark mark = alike.getLast();
        return !isPacked(file) && file.size() > mark.length() ? mark : null;
    }

    /** Whether a file is, or will be when it is done, what the file that is being read is. */
    private boolean isCopy(SeenFile file, FileMark current) {
        return begins(file, current) && (isPacked(file) || isKnown(file, current));
    }

    private boolean isKnown(SeenFile file, FileMark mark) {
        return isTelling(file) || (file.size() >= mark.length() && hasTail(file, mark));
    }

    private boolean isTelling(SeenFile file) {
        byte[] head = folder.head(file);
        return head != null && FileMark.isTelling(head);
    }

    private boolean begins(SeenFile file, FileMark mark) {
        byte[] head = folder.head(file);
        return head != null && mark.begins(head);
    }

    private static boolean isPacked(SeenFile file) {
        return FileNames.isPacked(file.name());
    }

    private boolean hasTail(SeenFile file, FileMark mark) {
        byte[] tail =
                source.read(
                                List.of(
                                        new LogSource.Range(
                                                file.name(), mark.tailOffset(), mark.tailLength())))
                        .getFirst();
        return tail != null && mark.endsWith(Objects.requireNonNull(tail));
    }
}
