package org.pgwright.log.follow;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgwright.error.PgwrightException;
import org.pgwright.log.entry.LinePrefix;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Every entry exactly once, whatever happens to the files and to us. */
final class LogFollowerTest {
    private final KeptLog kept = new KeptLog();
    private final List<String> messages = new ArrayList<>();
    private LogSettings settings = LogSettings.UNKNOWN;
    private long nanos;

    private LogFollower follower(Path place) {
        return new LogFollower(
                FolderSource.of(place), kept, () -> settings, () -> nanos, messages::add);
    }

    /** Until nothing is left, as often as the repository fails. */
    private void follow(LogFollower follower) {
        for (int step = 0; ; step++) {
            assertThat(step).as("it reads the same again and again").isLessThan(10_000);
            try {
                Runnable work = follower.next();
                if (work == null) {
                    return;
                }
                work.run();
            } catch (PgwrightException away) {
                assertThat(away).hasMessageContaining("the repository is away");
            }
        }
    }

    private void followToTheEnd(Path place) {
        try (LogFollower follower = follower(place)) {
            for (int i = 0; i < 4; i++) {
                follow(follower);
                nanos += TimeUnit.SECONDS.toNanos(20);
            }
            follow(follower);
        }
    }

    /** Something that happens. */
    enum Kind {
        ENTRIES,
        PART_OF_AN_ENTRY,
        RENAMING,
        COPY_AND_TRUNCATION,
        NEW_FILE,
        PACKING,
        LOOK,
        RESTART,
        FAILURE,
        FAILURE_AFTERWARDS,
        PAUSE
    }

    record Action(Kind kind, int size) {}

    @Provide
    Arbitrary<List<Action>> actions() {
        return Combinators.combine(
                        Arbitraries.of(Kind.class), Arbitraries.integers().between(1, 99))
                .as(Action::new)
                .list()
                .ofMinSize(3)
                .ofMaxSize(60);
    }

    @Property(tries = 400)
    void readsEveryEntryOnce(@ForAll("actions") List<Action> actions, @ForAll LogKind kind)
            throws IOException {
        Path folder = Files.createTempDirectory("log");
        LogFollowerTest fresh = new LogFollowerTest();
        try {
            fresh.run(actions, new SimulatedLog(folder, kind), folder);
        } finally {
            try (var all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** The first byte of an entry says nothing of the file that it is in. */
    @ParameterizedTest
    @EnumSource
    void readsACopyBeforeWhatWasTruncatedInTheMidstOfItsFirstEntry(
            LogKind kind, @TempDir Path folder) {
        Action entry = new Action(Kind.ENTRIES, 1);
        Action part = new Action(Kind.PART_OF_AN_ENTRY, 1);
        Action look = new Action(Kind.LOOK, 1);
        run(
                List.of(
                        new Action(Kind.RENAMING, 1),
                        part,
                        look,
                        entry,
                        entry,
                        new Action(Kind.COPY_AND_TRUNCATION, 1),
                        entry,
                        part,
                        look),
                new SimulatedLog(folder, kind),
                folder);
    }

    @Test
    void waitsForTheRestOfALineHoweverLongThatTakes(@TempDir Path folder) {
        Action look = new Action(Kind.LOOK, 1);
        run(
                List.of(
                        new Action(Kind.PART_OF_AN_ENTRY, 1),
                        look,
                        new Action(Kind.PAUSE, 40),
                        look),
                new SimulatedLog(folder, LogKind.PLAIN),
                folder);
    }

    private void run(List<Action> actions, SimulatedLog log, Path folder) {
        log.entries(3);
        LogFollower follower = follower(folder);
        follow(follower);
        log.written.clear();
        kept.statements.clear();
        for (Action action : actions) {
            switch (action.kind()) {
                case ENTRIES -> log.entries(1 + action.size() / 20);
                case PART_OF_AN_ENTRY -> log.partOfAnEntry(action.size());
                case RENAMING -> log.rename();
                case COPY_AND_TRUNCATION -> log.copyAndTruncate();
                case NEW_FILE -> log.newFile();
                case PACKING -> log.pack();
                case LOOK -> follow(follower);
                case RESTART -> {
                    follower.close();
                    follower = follower(folder);
                }
                case FAILURE -> kept.failNext(KeptLog.Failure.BEFORE_IT_IS_KEPT);
                case FAILURE_AFTERWARDS -> kept.failNext(KeptLog.Failure.AFTER_IT_IS_KEPT);
                case PAUSE -> nanos += TimeUnit.SECONDS.toNanos(action.size() / 8);
            }
        }
        follower.close();
        log.finish();
        followToTheEnd(folder);

        assertThat(kept.statements).containsExactlyInAnyOrderElementsOf(log.written);
        assertThat(kept.losses.malformed() + kept.losses.lostParts()).isZero();
        assertThat(messages).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void beginsAtWhatIsLoggedFromNowOn(LogKind kind, @TempDir Path folder) {
        SimulatedLog log = new SimulatedLog(folder, kind);
        log.entries(5);
        log.newFile();
        log.entries(5);
        log.partOfAnEntry(70);
        String last = log.written.getLast();
        try (LogFollower follower = follower(folder)) {
            follow(follower);
        }
        log.finish();
        log.entries(2);
        followToTheEnd(folder);

        if (kind == LogKind.PLAIN) {
            // its first line may have been whole, for what can be seen
            assertThat(kept.statements).endsWith(log.written.get(11), log.written.get(12));
        } else {
            assertThat(kept.statements)
                    .containsExactly(last, log.written.get(11), log.written.get(12));
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnInAFileWhoseNameIsUsedAgain(LogKind kind, @TempDir Path folder) {
        SimulatedLog log = new SimulatedLog(folder, kind);
        log.entries(5);
        try (LogFollower follower = follower(folder)) {
            follow(follower);
            log.beginAnew();
            log.entries(3);
            follow(follower);
            log.entries(20);
            follow(follower);
        }
        followToTheEnd(folder);

        assertThat(kept.statements)
                .containsExactlyElementsOf(log.written.subList(5, log.written.size()));
    }

    @ParameterizedTest
    @EnumSource
    void readsAFileOnThatWasDoneWith(LogKind kind, @TempDir Path folder) throws IOException {
        SimulatedLog monday = new SimulatedLog(Files.createDirectory(folder.resolve("m")), kind);
        monday.entries(4);
        byte[] first = Files.readAllBytes(monday.file());
        monday.entries(4);
        byte[] all = Files.readAllBytes(monday.file());
        SimulatedLog log = new SimulatedLog(Files.createDirectory(folder.resolve("l")), kind);
        Path again = log.file().resolveSibling("monday" + ending(monday.file()));
        Files.write(again, first);
        log.newFile();
        log.entries(2);
        try (LogFollower follower = follower(folder.resolve("l"))) {
            follow(follower);
        }
        Files.write(again, all);
        followToTheEnd(folder.resolve("l"));

        assertThat(kept.statements).containsExactlyElementsOf(monday.written.subList(4, 8));
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.'));
    }

    @Test
    void readsTheMostExactOfSeveralKinds(@TempDir Path folder) {
        List<SimulatedLog> logs = new ArrayList<>();
        for (LogKind kind : LogKind.values()) {
            logs.add(new SimulatedLog(folder, kind));
        }
        logs.forEach(log -> log.entries(2));
        try (LogFollower follower = follower(folder)) {
            follow(follower);
            logs.forEach(log -> log.entries(3));
            follow(follower);
            logs.forEach(SimulatedLog::newFile);
            logs.forEach(log -> log.entries(3));
            follow(follower);
        }
        followToTheEnd(folder);

        assertThat(kept.statements)
                .containsExactlyElementsOf(logs.getFirst().written.subList(2, 8));
    }

    @Test
    void goesOverToWhatTheServerWritesFromNowOn(@TempDir Path folder) {
        SimulatedLog plain = new SimulatedLog(folder, LogKind.PLAIN);
        SimulatedLog csv = new SimulatedLog(folder, LogKind.CSV);
        settings = new LogSettings(Set.of(LogKind.PLAIN), LinePrefix.of("%m [%p] "));
        plain.entries(2);
        try (LogFollower follower = follower(folder)) {
            follow(follower);
            plain.entries(3);
            // the same entries at the same times in both
            csv.entries(5);
            settings =
                    new LogSettings(Set.of(LogKind.PLAIN, LogKind.CSV), LinePrefix.of("%m [%p] "));
            follow(follower);
            nanos += TimeUnit.SECONDS.toNanos(10);
            follow(follower);
            csv.entries(2);
            plain.entries(2);
            follow(follower);
        }
        followToTheEnd(folder);

        assertThat(kept.statements).containsExactlyElementsOf(csv.written.subList(2, 7));
    }

    @ParameterizedTest
    @EnumSource
    void passesOverALineWithoutEnd(LogKind kind, @TempDir Path folder) throws IOException {
        SimulatedLog log = new SimulatedLog(folder, kind);
        log.entries(2);
        try (LogFollower follower = follower(folder)) {
            follow(follower);
            log.entries(2);
            try (OutputStream out =
                    Files.newOutputStream(log.file(), java.nio.file.StandardOpenOption.APPEND)) {
                byte[] megabyte = new byte[1 << 20];
                java.util.Arrays.fill(megabyte, (byte) 'x');
                for (int i = 0; i < 100; i++) {
                    out.write(megabyte);
                }
                out.write('\n');
            }
            log.entries(2);
            follow(follower);
        }
        followToTheEnd(folder);

        assertThat(kept.statements).containsExactlyElementsOf(log.written.subList(2, 6));
        assertThat(kept.losses.tooLong()).isEqualTo(1);
        assertThat(kept.losses.bytes()).isGreaterThan(100 << 20);
    }

    @Test
    void followsOneFileWithWhatRotationMakesOfIt(@TempDir Path folder) {
        SimulatedLog log = new SimulatedLog(folder, LogKind.PLAIN);
        log.entries(2);
        try (LogFollower follower = follower(log.file())) {
            follow(follower);
            log.entries(2);
            log.rename();
            log.entries(2);
            log.rename();
            log.pack();
            log.entries(2);
            follow(follower);
        }
        followToTheEnd(log.file());

        assertThat(kept.statements).containsExactlyElementsOf(log.written.subList(2, 8));
    }

    @Test
    void waitsForTheFirstFileOfAFolder(@TempDir Path folder) {
        try (LogFollower follower = follower(folder)) {
            follow(follower);
        }
        SimulatedLog log = new SimulatedLog(folder, LogKind.CSV);
        log.entries(3);
        followToTheEnd(folder);

        assertThat(kept.statements).containsExactlyElementsOf(log.written);
    }

    @Test
    void leavesOutAFileThatMayNotBeReadAndSaysSoOnce(@TempDir Path folder) throws IOException {
        SimulatedLog log = new SimulatedLog(folder, LogKind.CSV);
        log.entries(3);
        try (LogFollower follower = follower(folder)) {
            follow(follower);
            Path gone = folder.resolve("gone.csv");
            Files.createSymbolicLink(gone, folder.resolve("nowhere"));
            log.entries(2);
            follow(follower);
        }
        assertThat(kept.statements).containsExactlyElementsOf(log.written.subList(3, 5));
    }

    @Test
    void saysWhatTheFolderLacks(@TempDir Path folder) {
        try (LogFollower follower = follower(folder.resolve("nothing").resolve("there"))) {
            follower.load();
            org.assertj.core.api.Assertions.assertThatThrownBy(follower::next)
                    .hasMessageContaining("cannot be read (it does not exist)");
        }
    }
}
