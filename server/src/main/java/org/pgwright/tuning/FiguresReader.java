package org.pgwright.tuning;

import org.jspecify.annotations.Nullable;
import org.pgwright.report.Span;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.repository.figures.WatchedInstances;
import org.pgwright.repository.figures.Window;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;

/** Reads figures of one instance over the time that was asked for. */
final class FiguresReader {
    /** So that the last look is within the window. */
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final Repository repository;
    private final WatchedInstances instances = new WatchedInstances();

    FiguresReader(Repository repository) {
        this.repository = repository;
    }

    /** Figures, and what they are of. */
    record Known<T>(WatchedInstance instance, Window window, T figures) {
        Span span() {
            return new Span(instance.name(), window.from(), window.to());
        }
    }

    /** Figures of the instance that is meant. */
    <T> Known<T> read(FiguresOptions options, BiFunction<JdbcClient, Window, T> figures) {
        return repository.inTransaction(
                Work.READ,
                jdbc -> {
                    WatchedInstance instance = instances.named(jdbc, options.instance());
                    Window window = window(instance, options);
                    return new Known<>(instance, window, figures.apply(jdbc, window));
                });
    }

    /** The time that is meant, by the clock of the instance if its end is not given. */
    static Window window(WatchedInstance instance, FiguresOptions options) {
        Instant to = options.until() == null ? instance.now().plus(MOMENT) : options.until();
        return new Window(instance.instanceId(), to.minus(options.since()), to);
    }

    /** As many as are wanted. */
    static <T> List<T> limited(List<T> all, FiguresOptions options) {
        @Nullable Integer top = options.top();
        return top == null || all.size() <= top ? all : all.subList(0, top);
    }
}
