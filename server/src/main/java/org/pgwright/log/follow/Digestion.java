package org.pgwright.log.follow;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.LogLosses;
import org.pgwright.log.LogReading;
import org.pgwright.log.LogReading.Batch;
import org.pgwright.log.entry.LinePrefix;
import org.pgwright.log.entry.LogForm;
import org.pgwright.log.event.LogEvent;
import org.pgwright.observation.LogPosition;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Understands what was read, has it kept, and knows how far that has come. */
final class Digestion implements AutoCloseable {
    private static final int USUAL = 4 << 20;

    /** With it there is progress whatever the log holds: an entry that is longer is dropped. */
    private static final int MOST = 32 << 20;

    private static final int FORM_TOLD_BY = 1 << 18;
    private static final LogForm NO_PREFIX = new LogForm.Plain(LinePrefix.of(""));

    private final LogSink sink;
    private final Supplier<LogSettings> settings;
    private final Consumer<String> messages;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private LogForm lastPlain = NO_PREFIX;
    private @Nullable Reached reached;
    private boolean isLoaded;
    private int most = USUAL;

    Digestion(LogSink sink, Supplier<LogSettings> settings, Consumer<String> messages) {
        this.sink = sink;
        this.settings = settings;
        this.messages = messages;
    }

    boolean isLoaded() {
        return isLoaded;
    }

    /** Asks the sink for what was kept. */
    void load() {
        LogPosition kept = sink.reached(Reached.SOURCE);
        reached = kept == null ? null : Reached.of(kept);
        if (kept != null && reached == null) {
            messages.accept(
                    "the position in the log that was kept cannot be understood: the log is followed from now on");
        }
        isLoaded = true;
    }

    /** Something is lost before what comes next. */
    void missed() {
        sink.missed(Reached.SOURCE);
    }

    /** How far it has come; null if nothing was kept yet. */
    @Nullable Reached reached() {
        return reached;
    }

    /** How many bytes to read next, at most. */
    int most() {
        return most;
    }

    /** Goes on in another file; kept with what is read there. */
    void moveTo(Reached place) {
        reached = place;
    }

    /** Keeps where the log is followed from. */
    void begin(Reached place) {
        keep(new Batch(List.of(), LogLosses.NONE, place.position().offset()), place);
    }

    /**
     * Has the entries of a stretch kept.
     *
     * @param isComplete whether what stands at its end is whole
     */
    void digest(Stretch stretch, boolean isComplete) {
        Reached before = Objects.requireNonNull(reached);
        boolean isStuck = !stretch.isAtEnd() && most >= MOST;
        LogReading reading = new LogReading(form(before, stretch), threads, isComplete);
        ByteArrayInputStream in = new ByteArrayInputStream(stretch.fresh());
        try {
            if (stretch.isWithinLine()) {
                reading.readAfterRest(in, stretch.begin(), batch -> take(stretch, batch));
            } else {
                reading.read(in, stretch.begin(), batch -> take(stretch, batch), bytes -> {});
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        boolean hasMoved = length(Objects.requireNonNull(reached)) > length(before);
        if (!hasMoved && isStuck) {
            throw new IllegalStateException("no entry in " + most + " bytes of a log");
        }
        most = hasMoved || stretch.isAtEnd() ? USUAL : Math.min(MOST, 2 * most);
    }

    private static long length(Reached place) {
        FileMark mark = place.current();
        return mark == null ? 0 : mark.length();
    }

    private LogForm form(Reached place, Stretch stretch) {
        return switch (place.kind()) {
            case JSON -> new LogForm.Json();
            case CSV -> new LogForm.Csv();
            case PLAIN -> {
                byte[] bytes = stretch.fresh();
                int length = Math.min(bytes.length, FORM_TOLD_BY);
                lastPlain = LogForm.plain(bytes, length, settings.get().prefix()).orElse(lastPlain);
                yield lastPlain;
            }
        };
    }

    private void take(Stretch stretch, Batch batch) {
        Reached before = Objects.requireNonNull(reached);
        Instant after = before.after();
        List<LogEvent> events =
                batch.events().stream().filter(event -> isLater(event, after)).toList();
        Instant latest =
                batch.events().stream()
                        .map(event -> event.origin().time())
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .max(Instant::compareTo)
                        .orElse(null);
        boolean isPast = after == null || (latest != null && latest.isAfter(after));
        Reached next =
                before.at(stretch.file().name(), stretch.mark(batch.position()))
                        .seen(latest, isPast ? null : after);
        boolean isNothing = batch.events().isEmpty() && batch.losses().equals(LogLosses.NONE);
        if (!isNothing) {
            keep(new Batch(events, batch.losses(), batch.position()), next);
        }
    }

    /** What has no time is not known to have been read. */
    private static boolean isLater(LogEvent event, @Nullable Instant after) {
        Instant time = event.origin().time();
        return after == null || time == null || time.isAfter(after);
    }

    private void keep(Batch batch, Reached next) {
        isLoaded = false; // until it is known to be kept
        sink.keep(batch, next.position());
        reached = next;
        isLoaded = true;
    }

    @Override
    public void close() {
        threads.close();
    }
}
