package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.FileFailure;
import org.pgwright.error.PgwrightException;
import org.pgwright.log.LogFiles;
import org.pgwright.log.LogFilter;
import org.pgwright.log.LogSummary;
import org.pgwright.log.entry.LinePrefix;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.report.LogReport;
import org.pgwright.workload.LoggedCalls;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Supplier;

/** {@code pgwright log}. */
@Command(
        name = "log",
        description = {
            "Reports what PostgreSQL's own logs tell: queries, errors, waits, vacuums.",
            "Reads csvlog, jsonlog and plain text, also packed (gzip, zstd); needs no server."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright log /var/log/postgresql/postgresql-18-main.log",
            "  pgwright log /var/lib/postgresql/18/main/log --since 2026-11-26T08:00:00Z",
            "  pgwright log server.csv.gz --threshold 0 --format json --output log.json",
            "  ssh db cat postgresql.log | pgwright log - --prefix '%m [%p] '"
        })
public final class LogCommand implements Runnable {
    private static final int USUAL_TOP = 20;
    private static final double MILLION = 1e6;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Log file, folder of log files, or - for standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            order = 1,
            description = "The server's log_line_prefix, for plain text; by default it is guessed.")
    private @Nullable String prefix;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            order = 2,
            description = "Only from this time on, such as 2026-11-26T08:00:00Z.")
    private @Nullable String since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            order = 3,
            description = "Only before this time.")
    private @Nullable String until;

    @Option(
            names = "--min-duration",
            paramLabel = "TIME",
            order = 4,
            converter = Durations.class,
            description = "Only statements that took as long as this, such as 100ms.")
    private Duration shortest = Duration.ZERO;

    @Option(
            names = "--threshold",
            paramLabel = "TIME",
            order = 5,
            converter = Durations.class,
            description = {
                "log_min_duration_statement while the log was written, such as 0 or 250ms;",
                "without it there are no percentiles, since calls may be missing."
            })
    private @Nullable Duration threshold;

    @Option(
            names = "--sample-rate",
            paramLabel = "RATE",
            order = 6,
            description = {
                "log_statement_sample_rate, over 0 to 1, with log_min_duration_sample = 0:",
                "percentiles are then estimates."
            })
    private @Nullable Double sampleRate;

    @Option(
            names = "--top",
            paramLabel = "N",
            order = 7,
            description = "How many of each to show; 20 is the default.")
    private int top = USUAL_TOP;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            order = 8,
            converter = FiguresFormatChoice.class,
            description = "Form of the report; text is the default.")
    private FiguresFormat format = FiguresFormat.TEXT;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            order = 9,
            description = "File to write the report to; standard output is the default.")
    private @Nullable Path output;

    private final Terminal terminal;
    private final Supplier<InputStream> standardInput;

    public LogCommand(Terminal terminal, Supplier<InputStream> standardInput) {
        this.terminal = terminal;
        this.standardInput = standardInput;
    }

    /** The forms of the report. */
    static final class FiguresFormatChoice
            implements picocli.CommandLine.ITypeConverter<FiguresFormat> {
        @Override
        public FiguresFormat convert(String text) {
            return new Choice<>(FiguresFormat.class).convert(text);
        }
    }

    @Override
    public void run() {
        if (top < 1) {
            throw new PgwrightException(
                    ErrorCode.USAGE, "--top " + top + " shows nothing", "give 1 or more");
        }
        ReportFile target = output == null ? null : ReportFile.at("--output", output);
        LogSummary summary =
                new LogSummary(
                        new LogFilter(
                                time("--since", since),
                                time("--until", until),
                                shortest.toNanos() / MILLION),
                        logged());
        List<String> sources = read(summary);
        Layout layout = target == null ? terminal.layout() : Layout.PLAIN;
        String report = new LogReport(sources, summary, top).render(format, layout);
        if (target == null) {
            terminal.write(report);
        } else {
            target.write(report);
        }
    }

    private LoggedCalls logged() {
        if (sampleRate != null && !(sampleRate > 0 && sampleRate <= 1)) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "--sample-rate " + sampleRate + " is no share of the calls",
                    "give one over 0, up to 1, such as 0.1");
        }
        LoggedCalls.Sample sample =
                sampleRate == null ? null : new LoggedCalls.Sample(Duration.ZERO, sampleRate);
        return new LoggedCalls(threshold, sample);
    }

    private List<String> read(LogSummary summary) {
        LinePrefix linePrefix = prefix == null ? null : LinePrefix.of(prefix);
        try (ProgressDisplay progress = new ProgressDisplay(terminal)) {
            LogFiles logs = new LogFiles(linePrefix, standardInput);
            List<String> sources = logs.read(files, summary::add, progress);
            progress.clear();
            logs.warnings().forEach(terminal::warn);
            return sources;
        } catch (IOException failure) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "a log cannot be read (" + FileFailure.reason(failure) + ")",
                    "check the file and its permissions",
                    failure);
        }
    }

    private static @Nullable Instant time(String option, @Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    option + " '" + text + "' is no time",
                    "give one such as 2026-11-26T08:00:00Z",
                    e);
        }
    }
}
