package org.pgwright.benchmarks.staged;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

final class ClientCallTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    @Test
    void isReadFromTheLogOfPgbenchWithoutTheWaitForItsTurn() {
        assertThat(PgbenchLoad.call("3 17 5250 2 1795780800 123456 250"))
                .contains(new ClientCall(2, NOON.plusNanos(123_456_000), 5));
    }

    @Test
    void isLeftOutWhereTheLineIsNotComplete() {
        assertThat(Stream.of("", "3 17 52", "3 17 5250 2 1795780800 123456 "))
                .allSatisfy(line -> assertThat(PgbenchLoad.call(line)).isEmpty());
    }

    @Test
    void countsInTheTimeInWhichItEnded() {
        List<ClientCall> calls =
                DoubleStream.of(1, 2, 9, 4, 100)
                        .mapToObj(at -> new ClientCall(0, NOON.plusSeconds((long) at), at))
                        .toList();

        assertThat(Seen.of(calls, 0, NOON.plusSeconds(1), NOON.plusSeconds(100)))
                .isEqualTo(new Seen(4, 4, 3));
        assertThat(Seen.of(calls, 1, NOON, NOON.plusSeconds(1_000))).isEqualTo(new Seen(0, 0, 0));
    }
}
