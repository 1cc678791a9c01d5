package org.pgwright.log.follow;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.entry.LogForm;
import org.pgwright.log.entry.PieceReader;
import org.pgwright.log.entry.Pieces;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Finds the present end of a log: all that is there now is known, all that comes is new. */
final class Beginning {
    /** An entry is shorter, as a rule. */
    private static final int LOOK_BACK = 1 << 20;

    private final LogSource source;
    private final Folder folder;
    private final LogSettings settings;

    Beginning(LogSource source, Folder folder, LogSettings settings) {
        this.source = source;
        this.folder = folder;
        this.settings = settings;
    }

    /** Null if the newest file has changed meanwhile. */
    @Nullable Reached find() {
        List<SeenFile> all = folder.files();
        int first = Math.max(0, all.size() - Pruning.MOST_KNOWN);
        List<SeenFile> newest = all.subList(first, all.size());
        folder.readHeads(newest);
        Instant horizon = first == 0 ? Instant.EPOCH : all.get(first - 1).modified();
        LogKind kind = KindChoice.of(folder, settings, null);
        Reached start =
                new Reached(
                        kind,
                        "",
                        null,
                        KindChoice.marks(source, folder, newest),
                        horizon,
                        null,
                        null);
        List<SeenFile> own = folder.files(kind);
        if (own.isEmpty() || FileNames.isPacked(own.getLast().name())) {
            return start;
        }
        SeenFile last = own.getLast();
        Stretch stretch = lookBack(last);
        if (stretch == null) {
            return null;
        }
        List<FileMark> others = new ArrayList<>(start.known());
        others.removeIf(mark -> mark.begins(stretch.head()) && mark.length() == last.size());
        return start.knowing(others, horizon)
                .at(last.name(), stretch.mark(boundary(kind, stretch, last.size())));
    }

    private @Nullable Stretch lookBack(SeenFile file) {
        long offset = Math.max(0, file.size() - LOOK_BACK);
        byte[] head = folder.head(file);
        if (head == null) {
            return null;
        }
        FileMark from = FileMark.of(file.inode(), head, new byte[0], offset);
        return Stretch.read(
                source, new PackedReading(source), file, from, (int) (file.size() - offset));
    }

    /** Behind the last whole entry. */
    private long boundary(LogKind kind, Stretch stretch, long size) {
        if (kind == LogKind.PLAIN && stretch.endsWithLine()) {
            return size;
        }
        byte[] bytes = stretch.fresh();
        LogForm form =
                switch (kind) {
                    case JSON -> new LogForm.Json();
                    case CSV -> new LogForm.Csv();
                    case PLAIN -> new LogForm.Plain(org.pgwright.log.entry.LinePrefix.of(""));
                };
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        PieceReader reader =
                stretch.begin() == 0
                        ? form.pieces(in, 0)
                        : form.piecesAfterRest(in, stretch.begin());
        long end = size;
        try {
            for (Pieces next = reader.next(false); next != null; next = reader.next(false)) {
                end = next.count() == 0 ? end : next.offsetOf(next.count());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return end;
    }
}
