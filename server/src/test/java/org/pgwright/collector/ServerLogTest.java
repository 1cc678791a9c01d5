package org.pgwright.collector;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.log.follow.FolderSource;
import org.pgwright.log.follow.KeptLog;
import org.pgwright.log.follow.LogFollower;
import org.pgwright.log.follow.LogSource;
import org.pgwright.log.follow.LoggingServer;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.TargetReader;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Every major's own log, read over SQL by a role with no more than it needs. */
final class ServerLogTest {
    private final KeptLog kept = new KeptLog();
    private final List<String> messages = new ArrayList<>();

    @ParameterizedTest
    @FieldSource("org.pgwright.testing.TestServers#MAJORS")
    void readsTheLogOfAServerOverSql(int major) {
        try (LoggingServer server =
                new LoggingServer(major, Map.of("log_destination", "stderr,csvlog"))) {
            server.execute("CREATE ROLE watcher LOGIN PASSWORD 'watcher'");
            // Or each look would give the next one something to read.
            server.execute("ALTER ROLE watcher SET log_min_duration_statement = -1");
            try (TargetReader reader = TargetReader.open(settings(server.server()))) {
                assertThat(missing(reader))
                        .isEqualTo(
                                "the role may not read the server's log; run GRANT pg_monitor TO watcher;"
                                        + " GRANT EXECUTE ON FUNCTION pg_read_binary_file(text, bigint, bigint, boolean) TO watcher");
                server.execute("GRANT pg_monitor TO watcher");
                assertThat(missing(reader))
                        .isEqualTo(
                                "the role may not read the server's log; run"
                                        + " GRANT EXECUTE ON FUNCTION pg_read_binary_file(text, bigint, bigint, boolean) TO watcher");
                server.execute(
                        "GRANT EXECUTE ON FUNCTION pg_read_binary_file(text, bigint, bigint, boolean) TO watcher");
                assertThat(missing(reader)).isNull();

                ServerLog source = new ServerLog();
                LogFollower follower = follower(source, reader);
                follow(reader, source, follower);
                server.work(200);
                follow(reader, source, follower);
                server.execute("SELECT pg_rotate_logfile()");
                server.work(200);
                server.execute("SELECT pg_rotate_logfile()");
                server.work(50);
                awaitAll(server, reader, source, follower);
                follower.close();

                // The same position from the folder, and back again.
                try (LogFollower local = follower(FolderSource.of(server.folder()), reader)) {
                    server.work(30);
                    awaitAll(server, null, source, local);
                }
                try (LogFollower again = follower(source, reader)) {
                    server.work(30);
                    awaitAll(server, reader, source, again);
                }
            }
            assertThat(messages).isEmpty();
        }
    }

    private void awaitAll(
            LoggingServer server,
            @Nullable TargetReader reader,
            ServerLog source,
            LogFollower follower) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (beans().size() < server.statements.size() && System.nanoTime() - end < 0) {
            if (reader == null) {
                follow(follower);
            } else {
                follow(reader, source, follower);
            }
        }
        assertThat(beans()).containsExactlyInAnyOrderElementsOf(server.statements);
    }

    private List<String> beans() {
        return kept.statements.stream().filter(text -> text.contains("AS bean")).toList();
    }

    private LogFollower follower(LogSource source, TargetReader reader) {
        try (ReadTransaction transaction = reader.begin()) {
            var settings = ServerLog.access(transaction).settings();
            return new LogFollower(source, kept, () -> settings, System::nanoTime, messages::add);
        }
    }

    private static @Nullable String missing(TargetReader reader) {
        try (ReadTransaction transaction = reader.begin()) {
            return ServerLog.access(transaction).missing();
        }
    }

    private static void follow(TargetReader reader, ServerLog source, LogFollower follower) {
        for (int i = 0; i < 100; i++) {
            Runnable work;
            try (ReadTransaction transaction = reader.begin()) {
                work = source.within(transaction, follower::next);
            }
            if (work == null) {
                return;
            }
            work.run();
        }
    }

    private static void follow(LogFollower follower) {
        for (Runnable work = follower.next(); work != null; work = follower.next()) {
            work.run();
        }
    }

    private static ConnectionSettings settings(EmbeddedPostgres server) {
        return ConnectionSettings.to(
                server.host(), server.port(), "watcher", EmbeddedPostgres.SUPERUSER, "watcher");
    }
}
