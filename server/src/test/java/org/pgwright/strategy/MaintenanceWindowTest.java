package org.pgwright.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

/** 2026-11-27 is a Friday. */
final class MaintenanceWindowTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "02:00-05:00",
                "Sat,Sun 22:00-06:00",
                "Mon,Tue,Wed 00:00-00:00 Europe/Berlin",
                "Sun 01:30-02:15 America/New_York"
            })
    void showsWhatItReads(String text) {
        assertThat(MaintenanceWindow.parse(text).shown()).isEqualTo(text);
    }

    @Test
    void readsRangesOfDays() {
        assertThat(MaintenanceWindow.parse("fri-mon,Wed 01:00-02:00").shown())
                .isEqualTo("Mon,Wed,Fri,Sat,Sun 01:00-02:00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "02:00",
                "2-5",
                "25:00-26:00",
                "Foo 01:00-02:00",
                "Mon-Tue-Wed 01:00-02:00",
                "Sat 01:00-02:00 Moon/Crater"
            })
    void saysWhatIsWrong(String text) {
        assertThatThrownBy(() -> MaintenanceWindow.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "02:00-05:00,                   2026-11-27T02:00:00Z, 2026-11-27T05:00:00Z",
        "02:00-05:00,                   2026-11-27T04:59:59Z, 2026-11-27T05:00:00Z",
        "02:00-05:00,                   2026-11-27T05:00:00Z,",
        "02:00-05:00,                   2026-11-27T01:59:59Z,",
        "Fri 22:00-06:00,               2026-11-28T05:00:00Z, 2026-11-28T06:00:00Z",
        "Fri 22:00-06:00,               2026-11-28T23:00:00Z,",
        "02:00-05:00 Europe/Berlin,     2026-11-27T01:30:00Z, 2026-11-27T04:00:00Z",
        "00:00-00:00,                   2026-11-27T12:00:00Z, 2026-11-28T00:00:00Z",
        "Sun 01:00-04:00 Europe/Berlin, 2026-10-25T02:30:00Z, 2026-10-25T03:00:00Z",
    })
    void isOpenFromItsBeginningToItsEnd(String window, Instant now, Instant end) {
        assertThat(MaintenanceWindow.parse(window).endAt(now).orElse(null)).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({
        "02:00-05:00,               2026-11-27T02:00:00Z, 2026-11-28T02:00:00Z",
        "02:00-05:00,               2026-11-27T01:59:59Z, 2026-11-27T02:00:00Z",
        "Thu 22:00-06:00,           2026-11-27T00:00:00Z, 2026-12-03T22:00:00Z",
        "02:00-05:00 Europe/Berlin, 2026-11-27T01:30:00Z, 2026-11-28T01:00:00Z",
    })
    void comesAgain(String window, Instant now, Instant next) {
        assertThat(MaintenanceWindow.parse(window).nextAfter(now)).isEqualTo(next);
    }
}
