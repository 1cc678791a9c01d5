package org.pgwright.tuning.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgwright.log.ServerLogs;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** What a damaged or hostile log holds is stored, or counted as lost: never an error. */
final class HostileStorageTest {
    private static final int TRIES = 25;

    @ParameterizedTest
    @CsvSource({"18, csv", "18, json", "18, log", "14, csv"})
    void storesWhatIsLeftOfALogInWhichAnythingMayStand(int major, String form) {
        byte[] log = ServerLogs.of(major, form);
        try (StoredLog stored = new StoredLog(false)) {
            for (long seed = 0; seed < TRIES; seed++) {
                stored.keep(form, damaged(log, form, new Random(seed)));
            }

            assertThat(Long.parseLong(stored.text("SELECT sum(calls)::text FROM logged_call_hour")))
                    .isPositive();
            assertThat(stored.text("SELECT bool_or(is_lossy)::text FROM log_hour"))
                    .isEqualTo("true");
        }
    }

    private static byte[] damaged(byte[] log, String form, Random random) {
        StringBuilder text = new StringBuilder(new String(log, StandardCharsets.ISO_8859_1));
        for (int i = 0; i < 60; i++) {
            int place = random.nextInt(text.length());
            String noise =
                    switch (random.nextInt(form.equals("json") ? 8 : 6)) {
                        case 0 -> "\0";
                        case 1 -> bytes(0xff, 0xfe, 0xc3);
                        case 2 -> bytes(0xed, 0xa0, 0x80, 0xf4, 0x90, 0x80, 0x80);
                        case 3 -> "\"";
                        case 4 -> bytes(random.nextInt(256));
                        case 5 -> "9".repeat(1 + random.nextInt(30));
                        case 6 -> "\\u0000";
                        default -> "\\ud800";
                    };
            text.replace(place, Math.min(text.length(), place + random.nextInt(3)), noise);
        }
        // and what is no line of a log at all
        byte[] binary = new byte[5_000];
        random.nextBytes(binary);
        int line = text.indexOf("\n", random.nextInt(text.length() / 2)) + 1;
        text.insert(line, new String(binary, StandardCharsets.ISO_8859_1) + "\n");
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String bytes(int... values) {
        StringBuilder text = new StringBuilder();
        for (int value : values) {
            text.append((char) value);
        }
        return text.toString();
    }
}
