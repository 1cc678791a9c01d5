package org.pgwright.collector;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Identifier;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.log.follow.LogSettings;
import org.pgwright.log.follow.LogSource;
import org.pgwright.log.follow.SeenFile;
import org.pgwright.postgres.Attempt;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The log of a server as the server itself gives it, in bounded parts, within a transaction that is
 * lent to it. Never reads anything but the files in its log_directory.
 */
public final class ServerLog implements LogSource {
    /** Of one statement, so that none takes long. */
    private static final long MOST_BYTES = 4L << 20;

    private @Nullable ReadTransaction lent;

    /**
     * How a server writes its log, and what it takes to read it there.
     *
     * @param missing one sentence with the remedy; null if the log can be read
     */
    public record Access(@Nullable String missing, LogSettings settings) {}

    /** Asks the server. */
    public static Access access(ReadTransaction transaction) {
        return transaction.row(
                "collector.log_access",
                Deadlines.LOG,
                row ->
                        new Access(
                                missing(
                                        row.text("role_name"),
                                        row.flag("is_collecting"),
                                        row.flag("sees_folder") && row.flag("may_list"),
                                        row.flag("may_read")),
                                LogSettings.of(row.text("destination"), row.text("line_prefix"))));
    }

    private static @Nullable String missing(
            String role, boolean isCollecting, boolean mayList, boolean mayRead) {
        if (!isCollecting) {
            return "the server collects no log that it could give; set logging_collector = on, or"
                    + " give the place of its log on this machine with --log";
        }
        List<String> grants = new ArrayList<>();
        if (!mayList) {
            grants.add("GRANT pg_monitor TO " + Identifier.shown(role));
        }
        if (!mayRead) {
            grants.add(
                    "GRANT EXECUTE ON FUNCTION pg_read_binary_file(text, bigint, bigint, boolean) TO "
                            + Identifier.shown(role));
        }
        return grants.isEmpty()
                ? null
                : "the role may not read the server's log; run " + String.join("; ", grants);
    }

    /** Works on a transaction, which is not used afterwards. */
    public <T extends @Nullable Object> T within(ReadTransaction transaction, Supplier<T> work) {
        lent = transaction;
        try {
            return work.get();
        } finally {
            lent = null;
        }
    }

    private ReadTransaction transaction() {
        return Objects.requireNonNull(lent, "no transaction");
    }

    @Override
    public List<SeenFile> files() {
        return transaction()
                .rows(
                        "collector.log_files",
                        Deadlines.LOG,
                        row ->
                                new SeenFile(
                                        row.text("file_name"),
                                        row.number("size"),
                                        Micros.instant(row, "modified_micros"),
                                        0));
    }

    @Override
    public List<byte @Nullable []> read(List<Range> ranges) {
        List<byte @Nullable []> parts = new ArrayList<>();
        List<Range> portion = new ArrayList<>();
        long bytes = 0;
        for (Range range : ranges) {
            if (bytes + range.length() > MOST_BYTES && !portion.isEmpty()) {
                parts.addAll(portion(portion));
                portion.clear();
                bytes = 0;
            }
            portion.add(range);
            bytes += range.length();
        }
        parts.addAll(portion(portion));
        return parts;
    }

    /** One file that may not be read does not hide the others. */
    private List<byte @Nullable []> portion(List<Range> ranges) {
        return switch (transaction().attempt(() -> bytes(ranges))) {
            case Attempt.Done<List<byte @Nullable []>> done -> done.value();
            case Attempt.Failed<List<byte @Nullable []>> failed -> {
                if (failed.failure().code() != ErrorCode.NOT_ALLOWED) {
                    throw failed.failure();
                }
                List<byte @Nullable []> parts = new ArrayList<>();
                for (Range range : ranges) {
                    parts.add(ranges.size() == 1 ? null : portion(List.of(range)).getFirst());
                }
                yield parts;
            }
        };
    }

    private List<byte @Nullable []> bytes(List<Range> ranges) {
        List<byte @Nullable []> parts = new ArrayList<>();
        ReadTransaction transaction = transaction();
        transaction.each(
                "collector.log_bytes",
                Deadlines.LOG,
                row -> parts.add(row.bytesOrNull("bytes")),
                transaction.array(ranges.stream().map(Range::file).toList()),
                transaction.numbers(ranges.stream().map(Range::offset).toList()),
                transaction.numbers(ranges.stream().map(range -> (long) range.length()).toList()));
        for (int i = 0; i < ranges.size(); i++) {
            byte[] part = i < parts.size() ? parts.get(i) : null;
            if (i >= parts.size() || (part != null && part.length > ranges.get(i).length())) {
                throw new PgwrightException(
                        ErrorCode.NOT_ALLOWED,
                        "the server does not give the parts of its log that it was asked for",
                        "let the role read log_directory: GRANT pg_monitor");
            }
        }
        return parts;
    }

    @Override
    public String shown() {
        return "the server's log_directory";
    }
}
