package org.pgwright.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

final class WindowsTest {
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant BEGAN = Instant.parse("2026-03-10T10:00:00Z");
    private static final Instant SETTLED = BEGAN.plusSeconds(30);

    @Test
    void comparesWithTheSameHoursOfTheDayBefore() {
        Windows windows = after(Duration.ofHours(6));

        assertThat(windows.beforeFrom()).isEqualTo("2026-03-09T10:00:30Z");
        assertThat(windows.beforeUntil()).isEqualTo("2026-03-09T16:00:30Z");
        assertThat(windows.afterFrom()).isEqualTo(SETTLED);
        assertThat(windows.afterUntil()).isEqualTo("2026-03-10T16:00:30Z");
        assertThat(windows.share()).isEqualTo(1);
    }

    @Test
    void leavesOutTheBuild() {
        Windows windows = after(Duration.ofDays(2));

        assertThat(windows.beforeFrom()).isEqualTo("2026-03-08T10:00:30Z");
        assertThat(windows.beforeUntil()).isEqualTo(BEGAN);
        assertThat(windows.interval()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void goesNoDayFurtherBackForAMoment() {
        Windows windows = after(Duration.ofDays(2).plusMinutes(50));

        assertThat(windows.beforeFrom()).isEqualTo("2026-03-08T10:00:30Z");
        assertThat(windows.beforeUntil()).isEqualTo(BEGAN);
        assertThat(windows.share()).isBetween(1.0, 1.02);
    }

    @Test
    void goesADayFurtherBackForALongBuild() {
        Instant settled = BEGAN.plus(Duration.ofHours(9));

        Windows windows = Windows.of(BEGAN, settled, settled.plus(Duration.ofDays(1)), LONG_AGO);

        assertThat(windows.beforeFrom()).isEqualTo("2026-03-08T19:00:00Z");
        assertThat(windows.beforeUntil()).isEqualTo("2026-03-09T19:00:00Z");
    }

    @Test
    void takesTheTimeJustBeforeWhereCollectingBeganLater() {
        Instant since = BEGAN.minus(Duration.ofHours(3));

        Windows windows = Windows.of(BEGAN, SETTLED, SETTLED.plus(Duration.ofHours(1)), since);

        assertThat(windows.beforeFrom()).isEqualTo("2026-03-10T09:00:00Z");
        assertThat(windows.beforeUntil()).isEqualTo(BEGAN);
        assertThat(windows.interval()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void areSevenDaysAtTheMost() {
        Windows windows = after(Duration.ofDays(30));

        assertThat(windows.watched()).isEqualTo(Duration.ofDays(7));
        assertThat(windows.beforeFrom()).isEqualTo(SETTLED.minus(Duration.ofDays(7)));
    }

    @Test
    void needSomeTimeAfterTheChange() {
        assertThatThrownBy(() -> after(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Windows after(Duration length) {
        return Windows.of(BEGAN, SETTLED, SETTLED.plus(length), LONG_AGO);
    }
}
