package org.pgwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.report.Format;
import org.pgwright.tuning.logs.LogChoice;

import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;
import java.time.Duration;

final class OptionValuesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1000, 1000",
        "64kB, 65536",
        "500MB, 524288000",
        "500 mb, 524288000",
        "1.5GB, 1610612736",
        "1TB, 1099511627776"
    })
    void readsSizesInPowersOf1024(String text, long bytes) {
        assertThat(new ByteSizes().convert(text).count()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MB", "-1", "1,5GB", "500XB", "1e3", "99999999999TB", "0x10"})
    void refusesWhatIsNoSize(String text) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> new ByteSizes().convert(text));
    }

    @ParameterizedTest
    @CsvSource({"10%, 0.1", "2.5, 0.025", "0 %, 0", "150%, 1.5"})
    void readsPercentagesAsShares(String text, double share) {
        assertThat(new Percentages().convert(text)).isEqualTo(share);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "-1%", "10,5%", "1e3", "ten"})
    void refusesWhatIsNoPercentage(String text) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> new Percentages().convert(text));
    }

    @Test
    void readsWhereALogIs(@TempDir Path folder) {
        assertThat(new LogChoices().convert("server")).isEqualTo(new LogChoice.Server(true));
        assertThat(new LogChoices().convert("none")).isEqualTo(new LogChoice.None());
        assertThat(new LogChoices().convert(folder.toString()))
                .isEqualTo(new LogChoice.Files(folder));
        assertRefused(
                () -> new LogChoices().convert(folder.resolve("not there").toString()),
                "not there' is no file or folder of this machine; give one, or server, or none");
        assertRefused(() -> new LogChoices().convert(""), "'' is no file or folder");
    }

    @Test
    void speaksOfNumbersAndWordsAsTheyAreTyped() {
        assertRefused(() -> Numbers.whole("many"), "'many' is not a whole number up to 2147483647");
        assertRefused(() -> Numbers.large("1.5"), "'1.5' is not a whole number");
        assertRefused(() -> Numbers.any("much"), "'much' is not a number");
        assertRefused(
                () -> new Choice<>(Format.class).convert("pdf"),
                "'pdf' is none of text, json, sql, markdown");
        assertThat(new Choice<>(Format.class).convert("Json")).isEqualTo(Format.JSON);
    }

    private static void assertRefused(ThrowingCallable reading, String sentence) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(reading)
                .withMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource({"5, PT5M", "30s, PT30S", "500ms, PT0.5S", "1.5h, PT1H30M", "2 d, PT48H"})
    void readsTimesWithTheServersUnits(String text, Duration time) {
        assertThat(new Durations().convert(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1s", "soon", "5 minutes", "1m"})
    void refusesWhatIsNoTime(String text) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> new Durations().convert(text));
    }
}
