package org.pgwright.demo;

import org.pgwright.error.PgwrightException;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.tuning.watch.Stop;

import java.net.URI;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Pages that are served beside the demo, from their first answer until this is closed. */
final class PagesRun implements AutoCloseable {
    private final Stop stop = new Stop();
    private final Queue<String> messages = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<URI> address = new CompletableFuture<>();
    private final CompletableFuture<Void> served;

    /** Returns when pages can be asked for. */
    PagesRun(Pages pages, RepositoryLocation location) {
        Executor thread = task -> Thread.ofPlatform().name("pages").daemon().start(task);
        served =
                CompletableFuture.runAsync(
                        () -> pages.serve(location, address::complete, stop, messages::add),
                        thread);
        CompletableFuture.anyOf(address, served).exceptionally(failure -> null).join();
        check();
    }

    URI address() {
        return address.join();
    }

    /** Passes on what was told since the last time. */
    void tell(Consumer<String> out) {
        for (String next = messages.poll(); next != null; next = messages.poll()) {
            out.accept(next);
        }
    }

    /**
     * Sees that pages are still served.
     *
     * @throws PgwrightException if they are not
     */
    void check() {
        if (served.isDone()) {
            join();
        }
    }

    private void join() {
        try {
            served.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof PgwrightException known) {
                throw known;
            }
            throw failure;
        }
    }

    @Override
    public void close() {
        stop.now();
        join();
    }
}
