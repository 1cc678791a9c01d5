package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.FiguresFormat;
import org.pgwright.tuning.FiguresOptions;

import picocli.CommandLine.Option;

import java.time.Duration;

/** Which figures of the repository are wanted, and in which form. */
final class FiguresArguments {
    private static final int MOST_FOR_PEOPLE = 20;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            order = 10,
            description = "Server to report on, if the repository knows several.")
    private @Nullable String instance;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            order = 11,
            converter = Durations.class,
            description = "How far back to look, such as 1h or 7d; 24h is the default.")
    private Duration since = Duration.ofHours(24);

    @Option(
            names = "--top",
            paramLabel = "N",
            order = 12,
            description = "How many to show; 20 is the default for text, all for JSON.")
    private @Nullable Integer top;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            order = 20,
            description = "Form of the report; text is the default.")
    private FiguresFormat format = FiguresFormat.TEXT;

    /**
     * What was asked for.
     *
     * @throws PgwrightException USAGE for a time or a number that is not positive
     */
    FiguresOptions options() {
        if (since.isZero() || since.isNegative()) {
            throw new PgwrightException(
                    ErrorCode.USAGE, "--since 0 is no time", "give a time such as 1h");
        }
        if (top != null && top < 1) {
            throw new PgwrightException(
                    ErrorCode.USAGE, "--top " + top + " shows nothing", "give 1 or more");
        }
        Integer usual = format == FiguresFormat.TEXT ? Integer.valueOf(MOST_FOR_PEOPLE) : null;
        return new FiguresOptions(instance, since, top == null ? usual : top);
    }

    FiguresFormat format() {
        return format;
    }
}
