package org.pgwright.tuning.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.log.LogReading;
import org.pgwright.log.event.LogEvent;
import org.pgwright.log.follow.LogSink;
import org.pgwright.log.follow.LoggingServer;
import org.pgwright.observation.LogPosition;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.TargetReader;
import org.pgwright.testing.TestServers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

final class LogLookTest {
    private final List<String> messages = new ArrayList<>();
    private final Stop stop = new Stop();

    /** Takes its time with the first statements. */
    private static final class SlowSink implements LogSink {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch mayEnd = new CountDownLatch(1);
        private final List<String> statements = new CopyOnWriteArrayList<>();
        private volatile @Nullable LogPosition position;

        @Override
        public void keep(LogReading.Batch batch, LogPosition reached) {
            if (!batch.events().isEmpty()) {
                begun.countDown();
                try {
                    mayEnd.await();
                } catch (InterruptedException failure) {
                    throw new IllegalStateException(failure);
                }
            }
            for (LogEvent event : batch.events()) {
                if (event instanceof LogEvent.StatementEnded ended && ended.step().isCall()) {
                    statements.add(ended.statement());
                }
            }
            position = reached;
        }

        private List<String> beans() {
            return statements.stream().filter(text -> text.contains("AS bean")).toList();
        }

        @Override
        public @Nullable LogPosition reached(String source) {
            return position;
        }

        @Override
        public void missed(String source) {}
    }

    @Test
    @Timeout(120)
    void holdsNoTransactionWhileItWaitsAtTheEndForWhatIsBeingStored() {
        SlowSink sink = new SlowSink();
        try (LoggingServer server =
                        new LoggingServer(TestServers.NEWEST, Map.of("log_destination", "csvlog"));
                TargetReader reader = TargetReader.open(settings(server.server()))) {
            LogLook look = new LogLook(sink, true, messages::add, stop);
            Watching.until(
                    () -> {
                        perform(reader, look);
                        return sink.position != null;
                    });
            server.work(10);
            Watching.until(
                    () -> {
                        perform(reader, look);
                        return sink.begun.getCount() == 0;
                    });
            server.work(5);

            stop.now();
            try (ReadTransaction transaction = reader.begin()) {
                look.read(transaction).run();
            }
            sink.mayEnd.countDown();
            // The server may write late, and into the next file.
            Watching.until(
                    () -> {
                        perform(reader, look);
                        return sink.beans().size() >= server.statements.size();
                    });

            assertThat(sink.beans()).isEqualTo(server.statements);
            assertThat(messages).isEmpty();
        }
    }

    private static void perform(TargetReader reader, LogLook look) {
        look.prepare();
        Runnable found;
        try (ReadTransaction transaction = reader.begin()) {
            found = look.read(transaction);
        }
        found.run();
    }

    private static ConnectionSettings settings(EmbeddedPostgres server) {
        return ConnectionSettings.to(
                server.host(),
                server.port(),
                EmbeddedPostgres.SUPERUSER,
                "postgres",
                server.superuserPassword());
    }
}
