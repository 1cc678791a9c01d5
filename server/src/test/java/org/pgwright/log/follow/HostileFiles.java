package org.pgwright.log.follow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Follows files with lines of up to a gigabyte, packed ones too, in a Java of its own. */
final class HostileFiles {
    private static final long GIGABYTE = 1L << 30;
    private static final long QUARTER = GIGABYTE / 4;

    private final KeptLog kept = new KeptLog();
    private long nanos;

    private HostileFiles() {}

    /**
     * Prints a line a case.
     *
     * @param arguments an empty folder
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        for (LogKind kind : LogKind.values()) {
            long length = kind == LogKind.CSV ? GIGABYTE : QUARTER;
            Path own = Files.createDirectory(folder.resolve(kind.name()));
            new HostileFiles().print(own, kind, length, "");
        }
        for (String packing : new String[] {".gz", ".zst"}) {
            Path own = Files.createDirectory(folder.resolve(packing));
            new HostileFiles().print(own, LogKind.CSV, QUARTER, packing);
        }
    }

    @SuppressWarnings("SystemOut")
    private void print(Path folder, LogKind kind, long length, String packing) {
        SimulatedLog log = new SimulatedLog(folder, kind);
        log.entries(2);
        try (LogFollower follower =
                new LogFollower(
                        FolderSource.of(folder),
                        kept,
                        () -> LogSettings.UNKNOWN,
                        () -> nanos,
                        message -> {})) {
            follow(follower);
            log.entries(2);
            log.emptyLine(length);
            log.entries(2);
            if (!packing.isEmpty()) {
                log.rename();
                log.pack(packing);
            }
            for (int i = 0; i < 4; i++) {
                follow(follower);
                nanos += TimeUnit.SECONDS.toNanos(20);
            }
        }
        System.out.println(
                "%s%s: %d statements, %d too long"
                        .formatted(kind, packing, kept.statements.size(), kept.losses.tooLong()));
    }

    private static void follow(LogFollower follower) {
        for (Runnable work = follower.next(); work != null; work = follower.next()) {
            work.run();
        }
    }
}
