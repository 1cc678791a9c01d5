package org.pgwright.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How long the next use of something is waited for, by the days on which it was used. */
final class RhythmTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-01-31                            | 2026-05-06 | scanned only on 2026-01-31",
                "2026-01-30 2026-02-02                 | 2026-05-08 | scanned only from 2026-01-30 to 2026-02-02",
                "2026-01-01 2026-02-01 2026-03-01      | 2026-06-04 | about once a month, 3 times since 2026-01-01",
                "2026-01-02 2026-01-03 2026-04-01      | 2026-07-22 | about once a quarter, 2 times",
                "2026-01-02 2026-07-01                 | 2027-02-11 | about every 180 days",
            })
    void waitsForSeldomJobs(String days, LocalDate until, String words) {
        Rhythm rhythm = rhythm(days);

        assertThat(rhythm.until()).isEqualTo(until);
        assertThat(rhythm.words()).contains(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-01-01 2026-01-08 2026-01-15 2026-01-22 | 2026-01-31 | pauses of 7 days",
                "2026-01-01 2026-01-02 2026-01-05 2026-01-09 | 2026-01-14 | pauses of 4 days",
            })
    void waitsALittleLongerThanThePausesOfWhatWasUsedOften(
            String days, LocalDate until, String words) {
        Rhythm rhythm = rhythm(days);

        assertThat(rhythm.until()).isEqualTo(until);
        assertThat(rhythm.words()).contains(words);
    }

    @ParameterizedTest
    @CsvSource({"2026-01-01, 120, 2026-05-02"})
    void takesWhatWasUsedDailyAndEndedForEnded(LocalDate first, int days, LocalDate until) {
        List<LocalDate> daily = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            daily.add(first.plusDays(day));
        }

        assertThat(Rhythm.of(daily).until()).isEqualTo(until);
    }

    private static Rhythm rhythm(String days) {
        return Rhythm.of(Stream.of(days.split(" ")).map(LocalDate::parse).toList());
    }
}
