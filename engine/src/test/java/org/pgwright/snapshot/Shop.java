package org.pgwright.snapshot;

import org.pgwright.planner.Progress;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.TargetReader;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A database with everything that a snapshot has to tell apart, from {@code shop.sql}. */
record Shop(TestDatabase database) implements AutoCloseable {
    static Shop on(int major) {
        TestDatabase database = TestServers.freshDatabase(major);
        database.execute(script());
        database.execute("VACUUM orders", "CHECKPOINT");
        return new Shop(database);
    }

    ConnectionSettings settings() {
        return settings(database.user(), database.password());
    }

    ConnectionSettings settings(String user, String password) {
        return ConnectionSettings.to(
                database.host(), database.port(), user, database.name(), password);
    }

    Snapshot snapshot() {
        return snapshot(SnapshotRequest.everything("test"));
    }

    Snapshot snapshot(SnapshotRequest request) {
        return snapshot(settings(), request);
    }

    static Snapshot snapshot(ConnectionSettings settings, SnapshotRequest request) {
        try (TargetReader reader = TargetReader.open(settings)) {
            return SnapshotTaker.take(reader, request, Progress.NONE);
        }
    }

    @Override
    public void close() {
        database.close();
    }

    private static String script() {
        try (InputStream in = Shop.class.getResourceAsStream("shop.sql")) {
            if (in == null) {
                throw new IllegalStateException("shop.sql is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
