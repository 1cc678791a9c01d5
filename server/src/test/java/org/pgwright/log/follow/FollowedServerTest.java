package org.pgwright.log.follow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.log.entry.LinePrefix;
import org.pgwright.testing.TestServers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The log of a real server, followed while it writes, rotates and is restarted. */
final class FollowedServerTest {
    private final KeptLog kept = new KeptLog();
    private final List<String> messages = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"stderr", "csvlog", "jsonlog", "stderr,csvlog,jsonlog"})
    void losesAndDoublesNothing(String destination) {
        Map<String, String> settings = Map.of("log_destination", destination);
        try (LoggingServer server = new LoggingServer(TestServers.NEWEST, settings)) {
            LogFollower follower = follower(server, destination);
            follow(follower);
            for (int i = 0; i < 6; i++) {
                server.work(150);
                if (i % 2 == 0) {
                    follow(follower);
                }
                server.execute("SELECT pg_rotate_logfile()");
                server.work(150);
                if (i == 3) {
                    server.restart();
                    server.work(20);
                }
                if (i == 4) {
                    follower.close();
                    follower = follower(server, destination);
                }
            }
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (beans().size() < server.statements.size() && System.nanoTime() - end < 0) {
                follow(follower);
            }
            follower.close();

            assertThat(beans()).containsExactlyInAnyOrderElementsOf(server.statements);
            assertThat(messages).isEmpty();
        }
    }

    private List<String> beans() {
        return kept.statements.stream().filter(text -> text.contains("AS bean")).toList();
    }

    private LogFollower follower(LoggingServer server, String destination) {
        LogSettings settings =
                new LogSettings(
                        LogSettings.of(destination, null).kinds(), LinePrefix.of("%m [%p] "));
        return new LogFollower(
                FolderSource.of(server.folder()),
                kept,
                () -> settings,
                System::nanoTime,
                messages::add);
    }

    private static void follow(LogFollower follower) {
        for (Runnable work = follower.next(); work != null; work = follower.next()) {
            work.run();
        }
    }
}
