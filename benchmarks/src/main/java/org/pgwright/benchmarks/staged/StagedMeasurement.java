package org.pgwright.benchmarks.staged;

import org.pgwright.benchmarks.Machine;
import org.pgwright.benchmarks.collect.CollectProcess;
import org.pgwright.benchmarks.collect.Kept;
import org.pgwright.benchmarks.collect.WatchedServer;
import org.pgwright.planner.Progress;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Makes an index that does harm and one that helps, and waits for what pgwright makes of them. */
public final class StagedMeasurement {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration FIRST_LOOKS = Duration.ofMinutes(2);

    private static final String LOOKS =
            "SELECT count(*) FROM counter_look WHERE kind = 'statement'";

    private static final String WATCHED =
            "SELECT count(*) FROM index_strategy WHERE status = 'watched'";

    private final Machine machine;
    private final Progress progress;
    private final InstantSource clock;
    private final String searchPath;

    /**
     * @param searchPath where pgbench is looked for
     */
    public StagedMeasurement(
            Machine machine, Progress progress, InstantSource clock, String searchPath) {
        this.machine = machine;
        this.progress = progress;
        this.clock = clock;
        this.searchPath = searchPath;
    }

    /**
     * How long.
     *
     * @param before from pgwright's first looks until the changes; its proof wants eight intervals
     *     of five minutes
     * @param watch of the policy, an hour at least
     * @param patience how long to wait for verdicts, and for what follows from them, after the
     *     changes
     * @param after from then until the end
     * @param rate calls a second, of all statements together
     */
    public record Course(
            Duration before, Duration watch, Duration patience, Duration after, int rate) {}

    /**
     * What came of it.
     *
     * @param client who measured beside pgwright
     * @param firstLook of pgwright
     * @param calls of the client in all
     * @param statements of the tables that got an index
     * @param messages of pgwright collect
     */
    public record Result(
            String client,
            Instant firstLook,
            long calls,
            Outcome bad,
            Outcome good,
            List<Compared> statements,
            String accuracy,
            String history,
            List<String> messages) {
        public Result {
            statements = List.copyOf(statements);
            messages = List.copyOf(messages);
        }

        public String table() {
            return StagedTable.of(this);
        }
    }

    /** Runs all of it; takes somewhat longer than the three times together. */
    public Result run(Course course) throws SQLException, IOException {
        progress.step("Loading", 0, 0);
        try (WatchedServer server = WatchedServer.start(machine, Map.of("autovacuum", "on"));
                Kept kept = Kept.start(machine)) {
            StagedDatabase.load(server);
            try (Load load = load(server, course.rate());
                    Connection repository = kept.connect();
                    CollectProcess collect =
                            CollectProcess.start(List.of(server.url(StagedDatabase.NAME)), kept)) {
                return run(
                        course,
                        new Stage(
                                load,
                                repository,
                                collect,
                                new Commands(server.url(StagedDatabase.NAME), kept.url())));
            }
        }
    }

    /** What takes part. */
    private record Stage(
            Load load, Connection repository, CollectProcess collect, Commands commands) {
        private long number(String sql) throws SQLException {
            try (Statement statement = repository.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        }

        /** Looks after all who work while there is nothing to do. */
        private void check() throws SQLException, IOException {
            LockSupport.parkNanos(POLL.toNanos());
            load.check();
            collect.stat();
        }
    }

    private Load load(WatchedServer server, int rate) throws SQLException, IOException {
        Optional<Path> pgbench = PgbenchLoad.find(searchPath);
        return pgbench.isPresent()
                ? PgbenchLoad.start(
                        pgbench.get(),
                        server.applicationUrl(StagedDatabase.NAME),
                        StagedDatabase.STATEMENTS,
                        rate)
                : OwnLoad.start(
                        server, StagedDatabase.NAME, StagedDatabase.STATEMENTS, rate, clock);
    }

    private Result run(Course course, Stage stage) throws SQLException, IOException {
        awaitFirstLook(stage);
        Instant firstLook = clock.instant();
        stage.commands().setPolicy(course.watch().toMinutes() + "min");
        progress.step("Before: " + course.before().toMinutes() + " min", 0, 0);
        pause(stage, firstLook.plus(course.before()));
        progress.step("Making both indexes", 0, 0);
        List<JsonNode> changes = stage.commands().apply(StagedDatabase.INDEXES);
        progress.step("After: until both are judged", 0, 0);
        awaitVerdicts(stage, clock.instant().plus(course.patience()));
        progress.step("After the rollback: " + course.after().toMinutes() + " min", 0, 0);
        Instant back = clock.instant();
        pause(stage, back.plus(course.after()));
        return result(stage, changes, firstLook);
    }

    private void awaitFirstLook(Stage stage) throws SQLException, IOException {
        Instant end = clock.instant().plus(FIRST_LOOKS);
        while (stage.number(LOOKS) == 0) {
            if (clock.instant().isAfter(end)) {
                throw new IllegalStateException("no first look within " + FIRST_LOOKS);
            }
            stage.check();
        }
    }

    /** What is still watched when the time is over is told as it is. */
    private void awaitVerdicts(Stage stage, Instant end) throws SQLException, IOException {
        while (stage.number(WATCHED) > 0 && clock.instant().isBefore(end)) {
            stage.check();
        }
    }

    private void pause(Stage stage, Instant end) throws SQLException, IOException {
        while (clock.instant().isBefore(end)) {
            stage.check();
        }
    }

    private static Result result(Stage stage, List<JsonNode> changes, Instant firstLook)
            throws IOException {
        JsonNode goodShown = shown(stage, changes, StagedDatabase.GOOD_INDEX);
        JsonNode badShown = shown(stage, changes, StagedDatabase.BAD_INDEX);
        Outcome good = Outcome.of(goodShown, bytes(changes, StagedDatabase.GOOD_INDEX));
        Outcome bad = Outcome.of(badShown, bytes(changes, StagedDatabase.BAD_INDEX));
        List<ClientCall> calls = stage.load().calls();
        ComparedStatements compare = new ComparedStatements(calls, firstLook, bad);
        List<Compared> statements = new ArrayList<>(compare.of(badShown, bad));
        statements.addAll(compare.of(goodShown, good));
        JsonNode accuracy = stage.commands().accuracy();
        JsonNode history = stage.commands().history();
        return new Result(
                stage.load().name(),
                firstLook,
                calls.size(),
                bad,
                good,
                statements,
                "%d judged, %s"
                        .formatted(
                                accuracy.path("judged").asInt(),
                                accuracy.path("verdicts").toString()),
                history.path("changes")
                        .valueStream()
                        .map(StagedMeasurement::line)
                        .collect(Collectors.joining(", ")),
                stage.collect().messages());
    }

    private static String line(JsonNode change) {
        return "%s %s%s"
                .formatted(
                        change.path("action").asString(),
                        change.path("index").asString(),
                        change.path("rollback").asBoolean() ? " (taken back)" : "");
    }

    private static JsonNode change(List<JsonNode> changes, String index) {
        return changes.stream()
                .filter(change -> change.path("index").asString().equals(index))
                .filter(change -> change.path("outcome").asString().equals("applied"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("not made: " + changes));
    }

    private static JsonNode shown(Stage stage, List<JsonNode> changes, String index)
            throws IOException {
        return stage.commands().strategy(change(changes, index).path("strategy").asString());
    }

    private static long bytes(List<JsonNode> changes, String index) {
        return change(changes, index).path("bytes").asLong();
    }
}
