package org.pgwright.log.follow;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Decides which of the kinds of log that stand side by side is read: the most exact. */
final class KindChoice {
    /** A kind that was not written for so much longer than another is no longer written. */
    private static final Duration STALE = Duration.ofDays(1);

    private KindChoice() {}

    /**
     * The most exact kind that the server writes, as it says; or else, of those that are there and
     * were written of late.
     *
     * @param before the kind that is read now: never left for a less exact one unless the server
     *     says that it does not write it; null if none is read yet
     */
    static LogKind of(Folder folder, LogSettings settings, @Nullable LogKind before) {
        Set<LogKind> there = there(folder);
        Set<LogKind> written = EnumSet.copyOf(there);
        written.retainAll(settings.kinds());
        if (!written.isEmpty()) {
            return written.iterator().next();
        }
        if (settings.kinds().isEmpty() && before != null) {
            there.add(before);
        }
        return there.isEmpty()
                ? (before == null ? LogKind.PLAIN : before)
                : there.iterator().next();
    }

    private static Set<LogKind> there(Folder folder) {
        Set<LogKind> kinds = EnumSet.noneOf(LogKind.class);
        List<SeenFile> files = folder.files();
        if (files.isEmpty()) {
            return kinds;
        }
        Instant stale = files.getLast().modified().minus(STALE);
        files.stream()
                .filter(file -> file.modified().isAfter(stale))
                .forEach(file -> folder.kind(file).ifPresent(kinds::add));
        return kinds;
    }

    /**
     * Goes over to another kind: what it says of the time until the last event that was read is
     * known from the kind before.
     */
    static Reached switched(LogSource source, Folder folder, Reached reached, LogKind wanted) {
        Reached finished = reached.finished();
        Instant last = reached.last();
        List<FileMark> known = new ArrayList<>(finished.known());
        if (last != null) {
            List<SeenFile> read =
                    folder.files(wanted).stream()
                            .filter(file -> file.modified().isBefore(last))
                            .toList();
            known.addAll(marks(source, folder, read));
        }
        return finished.switchedTo(wanted, known);
    }

    /** The marks of files as they are now, those that cannot be read left out. */
    static List<FileMark> marks(LogSource source, Folder folder, List<SeenFile> files) {
        folder.readHeads(files);
        List<LogSource.Range> tails = new ArrayList<>();
        for (SeenFile file : files) {
            long length = Math.min(FileMark.TAIL, file.size());
            tails.add(new LogSource.Range(file.name(), file.size() - length, (int) length));
        }
        List<byte @Nullable []> read = tails.isEmpty() ? List.of() : source.read(tails);
        List<FileMark> marks = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            SeenFile file = files.get(i);
            byte[] head = folder.head(file);
            byte[] tail = read.get(i);
            if (head == null || tail == null) {
                continue;
            }
            marks.add(
                    FileNames.isPacked(file.name())
                            ? FileMark.of(file.inode(), head, new byte[0], FileMark.ALL)
                            : FileMark.of(file.inode(), head, tail, file.size()));
        }
        return marks;
    }
}
