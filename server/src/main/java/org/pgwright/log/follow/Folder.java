package org.pgwright.log.follow;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The files of a log from look to look: what they begin with, which is read again only if they have
 * changed, and since when they have not.
 */
final class Folder {
    /** A file that is being copied or packed grows all the time. */
    private static final Duration SETTLED = Duration.ofSeconds(10);

    private final LogSource source;
    private final LongSupplier nanos;
    private final Consumer<String> messages;
    private final Set<String> unreadable = new HashSet<>();
    private Map<String, Entry> entries = new HashMap<>();
    private List<SeenFile> files = List.of();

    private static final class Entry {
        private final SeenFile file;
        private final long since;
        private byte @Nullable [] head;
        private @Nullable LogKind kind;

        private Entry(SeenFile file, long since) {
            this.file = file;
            this.since = since;
        }
    }

    /**
     * @param nanos the clock of System.nanoTime()
     * @param messages told of files that cannot be read, once each
     */
    Folder(LogSource source, LongSupplier nanos, Consumer<String> messages) {
        this.source = source;
        this.nanos = nanos;
        this.messages = messages;
    }

    /** Looks at what is there now. */
    void look() {
        Map<String, Entry> now = new HashMap<>();
        List<SeenFile> all = new ArrayList<>(source.files());
        for (SeenFile file : all) {
            Entry before = entries.get(file.name());
            boolean isSame = before != null && before.file.equals(file);
            now.put(file.name(), isSame ? before : new Entry(file, nanos.getAsLong()));
        }
        all.sort(FileNames.ORDER);
        entries = now;
        files = all;
        unreadable.retainAll(now.keySet());
    }

    /** Those that hold something, in the order in which they were written. */
    List<SeenFile> files() {
        return files.stream().filter(file -> file.size() > 0).toList();
    }

    /** The file of a name, as seen now. */
    Optional<SeenFile> file(String name) {
        return Optional.ofNullable(entries.get(name)).map(entry -> entry.file);
    }

    /** Whether a file has not changed for a while. */
    boolean isSettled(SeenFile file) {
        Entry entry = entries.get(file.name());
        return entry != null && nanos.getAsLong() - entry.since >= SETTLED.toNanos();
    }

    /** The beginning of what a file holds; null if it cannot be read. */
    byte @Nullable [] head(SeenFile file) {
        Entry entry = entries.get(file.name());
        if (entry == null) {
            return null;
        }
        if (entry.head == null) {
            readHeads(List.of(file));
        }
        return entry.head;
    }

    /** Reads the beginnings of files in one go. */
    void readHeads(List<SeenFile> wanted) {
        List<LogSource.Range> ranges = new ArrayList<>();
        List<Entry> asked = new ArrayList<>();
        for (SeenFile file : wanted) {
            Entry entry = entries.get(file.name());
            if (entry == null || entry.head != null) {
                continue;
            }
            if (FileNames.isPacked(file.name())) {
                entry.head = new PackedFile(source, file.name()).head(FileMark.HEAD);
            } else {
                ranges.add(new LogSource.Range(file.name(), 0, FileMark.HEAD));
                asked.add(entry);
            }
        }
        List<byte @Nullable []> heads = ranges.isEmpty() ? List.of() : source.read(ranges);
        for (int i = 0; i < asked.size(); i++) {
            asked.get(i).head = heads.get(i);
        }
        wanted.forEach(this::tellUnreadable);
    }

    private void tellUnreadable(SeenFile file) {
        Entry entry = entries.get(file.name());
        boolean isPacked = FileNames.isPacked(file.name());
        if (entry != null && entry.head == null && !isPacked && unreadable.add(file.name())) {
            messages.accept(
                    "the log file %s cannot be read, it is left out".formatted(file.name()));
        }
    }

    /** The kind of log that a file is; empty if it cannot be told yet. */
    Optional<LogKind> kind(SeenFile file) {
        Optional<LogKind> named = LogKind.of(file.name(), new byte[0]);
        if (named.isPresent()) {
            return named;
        }
        Entry entry = entries.get(file.name());
        byte[] head = head(file);
        if (entry == null || head == null) {
            return Optional.empty();
        }
        if (entry.kind == null) {
            entry.kind = LogKind.of(file.name(), head).orElse(null);
        }
        return Optional.ofNullable(entry.kind);
    }

    /** Those of a kind that hold something, in the order in which they were written. */
    List<SeenFile> files(LogKind kind) {
        return files().stream()
                .filter(file -> kind(file).filter(found -> found == kind).isPresent())
                .toList();
    }
}
