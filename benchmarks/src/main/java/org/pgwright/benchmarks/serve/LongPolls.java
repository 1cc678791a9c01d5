package org.pgwright.benchmarks.serve;

import org.pgwright.repository.Repository;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Programs that wait for the end of a task, which gets on while they do. */
public final class LongPolls implements AutoCloseable {
    private static final int OK = 200;
    private static final Duration PROGRESS = Duration.ofSeconds(1);

    /** Held by nobody who would end it. */
    private static final String TASK =
            """
            INSERT INTO task (instance_id, id, kind, database_name, options, requested_by,
                              requested_at, started_at, attempts, holder, held_until)
            SELECT i.instance_id, gen_random_uuid(), 'advise', i.name, '{}', u.id, now(), now(), 1,
                   gen_random_uuid(), now() + interval '1 hour'
              FROM instance i
             CROSS JOIN (SELECT id FROM app_user ORDER BY id LIMIT 1) u
             LIMIT 1
            RETURNING id
            """;

    private static final String GETS_ON =
            """
            UPDATE task SET step = 'Measuring', step_done = step_done + 1, step_total = 1000
             WHERE id = ?
            """;

    private static final String ENDED =
            """
            UPDATE task SET ended_at = now(), outcome = 'ended', holder = NULL, held_until = NULL
             WHERE id = ?
            """;

    private final Repository repository;
    private final UUID task;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger errors = new AtomicInteger();

    /** Begins, with so many. */
    public LongPolls(Repository repository, URI server, String database, List<String> tokens) {
        this.repository = repository;
        this.task = repository.jdbc().sql(TASK).query(UUID.class).single();
        URI address =
                server.resolve("/api/v1/databases/%s/tasks/%s?wait=10".formatted(database, task));
        HttpClient http = HttpClient.newHttpClient();
        threads.add(Thread.ofVirtual().start(this::getOn));
        for (String token : tokens) {
            threads.add(Thread.ofVirtual().start(() -> poll(http, address, token)));
        }
    }

    private void getOn() {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(PROGRESS.toNanos());
                repository.jdbc().sql(GETS_ON).params(task).update();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void poll(HttpClient http, URI address, String token) {
        HttpRequest request =
                HttpRequest.newBuilder(address).header("Authorization", "Bearer " + token).build();
        try {
            while (true) {
                try {
                    int status =
                            http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
                    (status == OK ? answers : errors).incrementAndGet();
                } catch (IOException failure) {
                    errors.incrementAndGet();
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many were answered so far. */
    public int answers() {
        return answers.get();
    }

    /** How many were not, or otherwise than they should be. */
    public int errors() {
        return errors.get();
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        repository.jdbc().sql(ENDED).params(task).update();
    }
}
