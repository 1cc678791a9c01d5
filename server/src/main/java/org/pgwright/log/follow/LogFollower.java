package org.pgwright.log.follow;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.follow.Finder.Unread;
import org.pgwright.log.follow.Finder.Whereabouts;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Follows a log, each entry exactly once: whatever happens, it goes on from the position that the
 * sink has kept together with what stands before it. For one thread at a time.
 *
 * <p>Looking and reading are apart, so that a connection to the server is not held while what was
 * read is understood and kept: at most one stretch of some megabytes is in memory.
 */
public final class LogFollower implements AutoCloseable {
    /** After it a line of a plain log that is still the last one is taken for whole. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private static final int MOST_STEPS = 20;

    private final LogSource source;
    private final Supplier<LogSettings> settings;
    private final LongSupplier nanos;
    private final Consumer<String> messages;
    private final Folder folder;
    private final Finder finder;
    private final Digestion digestion;
    private final PackedReading packed;
    private String restFile = "";
    private boolean restEndsWithLine;
    private long restEnd = -1;
    private long restSince;

    /**
     * @param settings of the server, as far as they are known at the moment
     * @param nanos the clock of System.nanoTime()
     * @param messages told what people should know, a sentence each
     */
    public LogFollower(
            LogSource source,
            LogSink sink,
            Supplier<LogSettings> settings,
            LongSupplier nanos,
            Consumer<String> messages) {
        this.source = source;
        this.settings = settings;
        this.nanos = nanos;
        this.messages = messages;
        this.folder = new Folder(source, nanos, messages);
        this.finder = new Finder(source, folder);
        this.digestion = new Digestion(sink, settings, messages);
        this.packed = new PackedReading(source);
    }

    /**
     * Looks for what comes next, and reads a bounded part of it.
     *
     * @return what keeps it; null if there is nothing new
     * @throws org.pgwright.error.PgwrightException if the log cannot be read; the next call tries
     *     again
     */
    public @Nullable Runnable next() {
        if (!digestion.isLoaded()) {
            return digestion::load;
        }
        folder.look();
        Reached reached = digestion.reached();
        if (reached == null) {
            Reached begin = new Beginning(source, folder, settings.get()).find();
            return begin == null ? null : () -> digestion.begin(begin);
        }
        for (int i = 0; i < MOST_STEPS; i++) {
            Step step = step(Objects.requireNonNull(digestion.reached()));
            switch (step) {
                case Step.Digest(Runnable work) -> {
                    return work;
                }
                case Step.MoveTo(Reached place) -> digestion.moveTo(place);
                case Step.Wait wait -> {
                    return null;
                }
            }
        }
        return null;
    }

    /** Finds out where to go on, before the first look. */
    public void load() {
        digestion.load();
    }

    private sealed interface Step {
        record Digest(Runnable work) implements Step {}

        record MoveTo(Reached place) implements Step {}

        record Wait() implements Step {}
    }

    private Step step(Reached reached) {
        FileMark mark = reached.current();
        if (mark == null) {
            return further(reached, null);
        }
        Unread earlier = mark.length() == 0 ? finder.next(reached.notBegun(), null) : null;
        if (earlier != null && !earlier.file().name().equals(reached.file())) {
            // Nothing of the file was read, so that its beginning may be that of another one now.
            return new Step.MoveTo(reached.notBegun().at(earlier.file().name(), earlier.from()));
        }
        SeenFile file = folder.file(reached.file()).orElse(null);
        if (file == null || isOther(file, mark)) {
            return relocated(reached, mark);
        }
        if (isResting(file, reached)) {
            return new Step.Wait();
        }
        Stretch stretch = Stretch.read(source, packed, file, mark, digestion.most());
        if (stretch == null) {
            return relocated(reached, mark);
        }
        if (stretch.end() == stretch.begin()) {
            return further(reached, file);
        }
        boolean isComplete = stretch.isAtEnd() && isComplete(reached, stretch);
        return new Step.Digest(() -> digest(stretch, isComplete));
    }

    /** What was not kept has to be read again, whether or not something is added to it. */
    private void digest(Stretch stretch, boolean isComplete) {
        boolean isKept = false;
        try {
            digestion.digest(stretch, isComplete);
            isKept = true;
        } finally {
            if (isKept) {
                rest(stretch);
            } else {
                restEnd = -1;
            }
        }
    }

    private static boolean isOther(SeenFile file, FileMark mark) {
        boolean isShorter = file.size() < mark.length() && !FileNames.isPacked(file.name());
        boolean isReplaced = file.inode() != 0 && mark.inode() != 0 && file.inode() != mark.inode();
        return isShorter || isReplaced;
    }

    private Step relocated(Reached reached, FileMark mark) {
        return switch (finder.find(reached, mark)) {
            case Whereabouts.Found(SeenFile file) ->
                    new Step.MoveTo(reached.at(file.name(), mark.in(file.inode())));
            case Whereabouts.ReadAlready read -> new Step.MoveTo(reached.finished());
            case Whereabouts.Unsettled unsettled -> new Step.Wait();
            case Whereabouts.Gone gone -> {
                messages.accept(
                        "the log file %s is gone or was begun anew: what was written to it since the last look is not known"
                                .formatted(reached.file()));
                digestion.missed();
                yield new Step.MoveTo(reached.finished());
            }
        };
    }

    /** The file that is being read holds nothing more. */
    private Step further(Reached reached, @Nullable SeenFile current) {
        Unread next = finder.next(reached, current);
        if (next != null) {
            return new Step.MoveTo(
                    Pruning.pruned(reached.finished(), folder)
                            .at(next.file().name(), next.from().in(next.file().inode())));
        }
        LogKind wanted = KindChoice.of(folder, settings.get(), reached.kind());
        return wanted == reached.kind()
                ? new Step.Wait()
                : new Step.MoveTo(KindChoice.switched(source, folder, reached, wanted));
    }

    /** Whether what stands at the end of a file is whole. */
    private boolean isComplete(Reached reached, Stretch stretch) {
        if (FileNames.isPacked(stretch.file().name())
                || finder.next(reached, stretch.file()) != null) {
            return true;
        }
        return reached.kind() == LogKind.PLAIN
                && stretch.endsWithLine()
                && isSameRest(stretch.file().name(), stretch.end())
                && isQuiet();
    }

    /** Whether there is nothing but an entry that waits for its continuation. */
    private boolean isResting(SeenFile file, Reached reached) {
        boolean mayBeWhole = reached.kind() == LogKind.PLAIN && restEndsWithLine && isQuiet();
        return restFile.equals(file.name())
                && file.size() <= restEnd
                && !mayBeWhole
                && finder.next(reached, file) == null;
    }

    private void rest(Stretch stretch) {
        if (!stretch.isAtEnd()) {
            restEnd = -1;
        } else if (!isSameRest(stretch.file().name(), stretch.end())) {
            restFile = stretch.file().name();
            restEnd = stretch.end();
            restEndsWithLine = stretch.endsWithLine();
            restSince = nanos.getAsLong();
        }
    }

    private boolean isSameRest(String file, long end) {
        return restFile.equals(file) && restEnd == end;
    }

    private boolean isQuiet() {
        return nanos.getAsLong() - restSince >= QUIET.toNanos();
    }

    @Override
    public void close() {
        packed.forget();
        digestion.close();
    }
}
