package org.pgwright.log;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.event.LogEvent;
import org.pgwright.workload.LoggedCalls;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which calls the log holds as a rule: what the user says of the time in which it began, and what
 * changes of settings in it tell. Never guesses from the calls that are there.
 */
final class CallLogging {
    /** With the unit that settings have without one: milliseconds. */
    private static final Pattern TIME =
            Pattern.compile("\\s*(-?\\d{1,10}(?:\\.\\d{1,6})?)\\s*(us|ms|s|min|h|d)?\\s*");

    private LoggedCalls always;

    CallLogging(LoggedCalls first) {
        always = first;
    }

    void changed(LogEvent.SettingChanged setting) {
        switch (setting.name()) {
            case "log_min_duration_statement" -> always = always.and(from(setting.value()));
            case "log_min_duration_sample", "log_statement_sample_rate" ->
                    always = new LoggedCalls(always.from(), null);
            default -> {}
        }
    }

    /** A new threshold says nothing of the sample. */
    private LoggedCalls from(String value) {
        return new LoggedCalls(threshold(value), always.sample());
    }

    /** Null for no threshold: the setting's own value, or what is no time. */
    private static @Nullable Duration threshold(String value) {
        Matcher time = TIME.matcher(value);
        if (!time.matches() || time.group(1).startsWith("-")) {
            return null;
        }
        String unit = time.group(2);
        double micros =
                Double.parseDouble(time.group(1))
                        * switch (unit == null ? "ms" : unit) {
                            case "us" -> 1d;
                            case "s" -> 1e6;
                            case "min" -> 60e6;
                            case "h" -> 3_600e6;
                            case "d" -> 86_400e6;
                            default -> 1e3;
                        };
        return Duration.ofNanos((long) (micros * 1_000));
    }

    /**
     * What is logged as a rule.
     *
     * @param shortest calls that took less were left out by us
     */
    LoggedCalls among(Duration shortest) {
        LoggedCalls.Sample sample = always.sample();
        return new LoggedCalls(
                always.from() == null ? null : longer(always.from(), shortest),
                sample == null
                        ? null
                        : new LoggedCalls.Sample(longer(sample.from(), shortest), sample.rate()));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
