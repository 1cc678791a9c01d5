package org.pgwright.embedded;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.FileFailure;
import org.pgwright.error.PgwrightException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes errors of what PostgreSQL's programs wrote. */
final class ServerLog {
    private static final int LINES = 5;
    private static final Pattern TELLING =
            Pattern.compile("(FATAL|PANIC|ERROR|HINT|DETAIL|error|could not|cannot)\\b");

    /** {@code 2026-11-21 00:14:03.120 UTC [4711] }, the default of log_line_prefix. */
    private static final Pattern PREFIX =
            Pattern.compile("^\\d{4}-\\d\\d-\\d\\d [\\d:.]+ \\S+ \\[\\d+] ");

    /** What the operating system says, and what PostgreSQL says when a write was cut short. */
    private static final Pattern FULL_DISK =
            Pattern.compile(
                    "no space left on device|disk quota exceeded|check free disk space",
                    Pattern.CASE_INSENSITIVE);

    private ServerLog() {}

    /** The error that tells why something did not work out, by the last telling lines. */
    static PgwrightException failure(String what, String log) {
        if (tellsOfFullDisk(log)) {
            return diskFull(what, null);
        }
        return new PgwrightException(
                ErrorCode.TWIN_FAILED,
                what + ": " + lastLines(log),
                "mend what PostgreSQL names, or use another installation of it");
    }

    static PgwrightException failure(String what, IOException cause) {
        String message = String.valueOf(cause.getMessage());
        if (tellsOfFullDisk(message)) {
            return diskFull(what, cause);
        }
        return new PgwrightException(
                ErrorCode.TWIN_FAILED,
                what + ": " + FileFailure.sentence(cause),
                "see whether it may be written, or choose another folder by PGWRIGHT_CACHE",
                cause);
    }

    /** What was written to a log after its first so many bytes. */
    static String since(Path log, long bytes) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        try (InputStream stream = Files.newInputStream(log)) {
            stream.skipNBytes(bytes);
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static PgwrightException diskFull(String what, @Nullable IOException cause) {
        return new PgwrightException(
                ErrorCode.TWIN_FAILED,
                what + ": no space left on the disk",
                "make room, or choose a cache folder on another disk by PGWRIGHT_CACHE",
                cause);
    }

    private static boolean tellsOfFullDisk(String text) {
        return FULL_DISK.matcher(text).find();
    }

    private static String lastLines(String log) {
        List<String> lines =
                log.lines()
                        .map(line -> PREFIX.matcher(line).replaceFirst("").strip())
                        .filter(line -> !line.isEmpty())
                        .toList();
        List<String> telling = lines.stream().filter(l -> TELLING.matcher(l).find()).toList();
        List<String> shown = telling.isEmpty() ? lines : telling;
        return shown.isEmpty()
                ? "it wrote nothing"
                : shown.stream()
                        .skip(Math.max(0, shown.size() - LINES))
                        .collect(Collectors.joining(" "));
    }
}
