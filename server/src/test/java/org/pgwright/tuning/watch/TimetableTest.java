package org.pgwright.tuning.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Hours pass by adding to a number. */
final class TimetableTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final Task COUNTING = task("relations", Duration.ofMinutes(5));
    private static final Task HOURLY = task("schema", Duration.ofHours(1));

    private final Timetable timetable = new Timetable(database -> List.of(COUNTING, HOURLY));
    private final List<Done> done = new ArrayList<>();

    /** Such times begin anywhere, and may overflow. */
    private long now = Long.MAX_VALUE - MINUTE;

    private final long begin = now;

    private record Done(String database, List<String> tasks, long minute) {}

    @Test
    void doesAllAtOnceInAnOnlyDatabase() {
        pass(Set.of("shop"), 1);

        assertThat(done).containsExactly(new Done("shop", List.of("relations", "schema"), 0));
    }

    @Test
    void givesEachTaskItsOwnRhythmOverAConnectionThatTheyShare() {
        pass(Set.of("shop"), 125);

        assertThat(done).extracting(Done::minute).hasSize(25).startsWith(0L, 5L, 10L, 15L);
        assertThat(done)
                .filteredOn(turn -> turn.tasks().contains("schema"))
                .extracting(Done::minute)
                .containsExactly(0L, 60L, 120L);
    }

    @Test
    void looksAtAllAtOnceInTheBeginningAndSpreadsThemLater() {
        Set<String> databases =
                IntStream.range(0, 60).mapToObj(i -> "db" + i).collect(Collectors.toSet());
        pass(databases, 185);

        assertThat(done)
                .filteredOn(turn -> turn.minute() == 0)
                .extracting(Done::database)
                .containsOnlyOnceElementsOf(databases);
        assertThat(countedIn(60, 120, "relations").values())
                .as("of 60 databases each minute, every 5 minutes")
                .allSatisfy(turns -> assertThat(turns).isBetween(10L, 14L));
        assertThat(countedIn(60, 120, "schema").values())
                .as("of 60 databases each minute, every hour, with others about every 5 minutes")
                .allSatisfy(turns -> assertThat(turns).isBetween(0L, 6L));
        assertThat(countedIn(60, 120, "schema").values().stream().mapToLong(n -> n).sum())
                .isEqualTo(60);
    }

    @Test
    void hasAllTasksShareWhatConnectionsThereAre() {
        pass(Set.of("a", "b", "c"), 200);

        assertThat(done)
                .filteredOn(t -> t.minute() > 120 && !t.tasks().contains("relations"))
                .isEmpty();
    }

    @Test
    void takesUpNewDatabasesAndForgetsThoseThatAreGone() {
        pass(Set.of("old"), 7);
        pass(Set.of("new"), 5);

        assertThat(done)
                .filteredOn(turn -> turn.minute() >= 7)
                .extracting(Done::database)
                .containsOnly("new");
    }

    @Test
    void comesLaterWithWhatADatabaseThatIsNotReachedMissed() {
        timetable.know(Set.of("shop"), now);
        Timetable.Turn turn = timetable.turn(now).orElseThrow();
        timetable.had(turn.entries().getFirst(), now);
        timetable.missed(turn, now);

        assertThat(timetable.turn(now)).isEmpty();
        now += 5 * MINUTE;
        assertThat(names(timetable.turn(now).orElseThrow())).containsExactly("relations", "schema");
    }

    @Test
    void endsWithWhatCountsAndWhatHadNoTurnYet() {
        timetable.know(new TreeSet<>(Set.of("a", "b")), now);
        Timetable.Turn turn = timetable.turn(now).orElseThrow();
        turn.entries().forEach(entry -> timetable.had(entry, now));

        assertThat(timetable.last())
                .extracting(last -> last.database().equals(turn.database()), TimetableTest::names)
                .containsExactlyInAnyOrder(
                        tuple(true, List.of("relations")),
                        tuple(false, List.of("relations", "schema")));
    }

    @Test
    void saysHowLongNothingIsDue() {
        timetable.know(Set.of("shop"), now);
        assertThat(timetable.pause(now, Duration.ofSeconds(1))).isZero();
        pass(Set.of("shop"), 1);

        assertThat(timetable.pause(now, Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(4));
        assertThat(timetable.pause(now, Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
    }

    /** Does what is due, minute by minute. */
    private void pass(Set<String> databases, int minutes) {
        for (int i = 0; i < minutes; i++, now += MINUTE) {
            timetable.know(databases, now);
            for (var turn = timetable.turn(now); turn.isPresent(); turn = timetable.turn(now)) {
                Timetable.Turn due = turn.get();
                done.add(new Done(due.database(), names(due), (now - begin) / MINUTE));
                due.entries().forEach(entry -> timetable.had(entry, now));
            }
        }
    }

    private Map<Long, Long> countedIn(long from, long to, String task) {
        Map<Long, Long> counted = new TreeMap<>();
        for (long minute = from; minute < to; minute++) {
            counted.put(minute, 0L);
        }
        done.stream()
                .filter(turn -> turn.tasks().contains(task) && counted.containsKey(turn.minute()))
                .forEach(turn -> counted.merge(turn.minute(), 1L, Long::sum));
        return counted;
    }

    private static List<String> names(Timetable.Turn turn) {
        return turn.entries().stream().map(entry -> entry.task().name()).toList();
    }

    private static Task task(String name, Duration every) {
        return new Task(name, every, transaction -> () -> {});
    }
}
