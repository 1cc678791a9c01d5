package org.pgwright.repository;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

final class IdsTest {
    private Instant now = Instant.parse("2026-11-26T20:00:00.123Z");
    private final Ids ids = new Ids(() -> now, new Random(1));

    @Test
    void areOfVersion7AndTellTheirTime() {
        UUID id = ids.next();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(now.toEpochMilli());
    }

    @Test
    void riseWithinAMillisecondAndBeyondWhatOneHolds() {
        assertRising(Stream.generate(ids::next).limit(20_000).toList());
    }

    @Test
    void riseWhenTheClockIsSetBack() {
        List<UUID> made = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            now = now.minusSeconds(60);
            made.add(ids.next());
        }
        assertRising(made);
    }

    @Test
    void differBetweenMakers() {
        assertThat(ids.next()).isNotEqualTo(new Ids(() -> now, new Random(2)).next());
    }

    private static void assertRising(List<UUID> made) {
        List<String> texts = made.stream().map(UUID::toString).toList();
        assertThat(texts).isSorted();
        assertThat(new HashSet<>(texts)).hasSameSizeAs(texts);
    }
}
