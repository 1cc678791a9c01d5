package org.pgwright.benchmarks.serve;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Programs that ask a server all at once, each with a token of its own. */
public final class LoadClients {
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private final List<String> paths;
    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final AtomicInteger errors = new AtomicInteger();
    private final AtomicInteger unmodified = new AtomicInteger();

    /**
     * @param paths asked for by turns
     */
    public LoadClients(URI server, List<String> paths) {
        this.server = server;
        this.paths = List.copyOf(paths);
    }

    /**
     * What came of it.
     *
     * @param unmodified answers without a body, as the client had it already
     */
    public record Result(Latencies latencies, int errors, int unmodified, Duration time) {
        /** How many answers a second. */
        public double rate() {
            return latencies.count() / (time.toNanos() / 1e9);
        }
    }

    /**
     * Asks for so long.
     *
     * @param think how long each waits from one question to the next; zero for not at all
     */
    public Result run(List<String> tokens, Duration time, Duration think)
            throws InterruptedException {
        CountDownLatch done = new CountDownLatch(tokens.size());
        long start = System.nanoTime();
        long end = start + time.toNanos();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            int number = i;
            clients.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            ask(number, tokens.get(number), end, think);
                                        } catch (InterruptedException stopped) {
                                            Thread.currentThread().interrupt();
                                        } finally {
                                            done.countDown();
                                        }
                                    }));
        }
        if (!done.await(time.toSeconds() * 3 + 60, TimeUnit.SECONDS)) {
            clients.forEach(Thread::interrupt);
            throw new IllegalStateException("clients that are never answered");
        }
        return new Result(
                Latencies.of(nanos),
                errors.get(),
                unmodified.get(),
                Duration.ofNanos(System.nanoTime() - start));
    }

    private void ask(int number, String token, long end, Duration think)
            throws InterruptedException {
        Random random = new Random(number);
        Map<String, String> tags = new HashMap<>();
        // All at once is not what programs do.
        TimeUnit.NANOSECONDS.sleep((long) (random.nextDouble() * think.toNanos()));
        for (int turn = number; System.nanoTime() < end; turn++) {
            String path = paths.get(turn % paths.size());
            long begin = System.nanoTime();
            one(path, token, number % 2 == 0 ? tags : new HashMap<>());
            long rest = think.toNanos() - (System.nanoTime() - begin);
            if (rest > 0) {
                TimeUnit.NANOSECONDS.sleep(rest);
            }
        }
    }

    private void one(String path, String token, Map<String, String> tags)
            throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path))
                        .timeout(Duration.ofSeconds(60))
                        .header("Authorization", "Bearer " + token);
        Optional.ofNullable(tags.get(path)).ifPresent(tag -> request.header("If-None-Match", tag));
        long begin = System.nanoTime();
        try {
            HttpResponse<byte[]> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            nanos.add(System.nanoTime() - begin);
            if (answer.statusCode() == NOT_MODIFIED) {
                unmodified.incrementAndGet();
            } else if (answer.statusCode() != OK) {
                errors.incrementAndGet();
            }
            answer.headers().firstValue("ETag").ifPresent(tag -> tags.put(path, tag));
        } catch (IOException failure) {
            errors.incrementAndGet();
        }
    }
}
