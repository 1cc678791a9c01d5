package org.pgwright.log.entry;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The forms in which servers write logs: setting log_destination. */
public sealed interface LogForm {
    /** Comma-separated values, all supported versions. */
    record Csv() implements LogForm {}

    /** An object a line, from 15 on. */
    record Json() implements LogForm {}

    /** Text behind a prefix, as on standard error. */
    record Plain(LinePrefix prefix) implements LogForm {}

    /** A reader of pieces, for one thread. */
    default EntryParser parser() {
        return switch (this) {
            case Csv csv -> new CsvParser();
            case Json json -> new JsonParser();
            case Plain(LinePrefix prefix) -> new PlainParser(prefix);
        };
    }

    /** For people. */
    default String shown() {
        return switch (this) {
            case Csv csv -> "csvlog";
            case Json json -> "jsonlog";
            case Plain(LinePrefix prefix) ->
                    (prefix.isBehindHead() ? "syslog" : "text")
                            + " with log_line_prefix '"
                            + prefix.format()
                            + "'";
        };
    }

    /**
     * The form of a log, told by its beginning and not by its name; empty if it is none.
     *
     * @param beginning some kilobytes; its last line may be cut
     */
    static Optional<LogForm> detected(byte[] beginning, int length) {
        Csv csv = new Csv();
        Json json = new Json();
        int asCsv = entries(csv, beginning, length);
        int asJson = entries(json, beginning, length);
        if (asCsv > 0 || asJson > 0) {
            return Optional.of(asCsv >= asJson ? csv : json);
        }
        return LinePrefix.detected(lines(beginning, length)).map(Plain::new);
    }

    /**
     * The form of a plain log whose prefix is known.
     *
     * @param beginning some kilobytes; its last line may be cut
     */
    static LogForm plain(LinePrefix prefix, byte[] beginning, int length) {
        return new Plain(prefix.asIn(lines(beginning, length)));
    }

    private static List<String> lines(byte[] beginning, int length) {
        String text = new String(beginning, 0, length, StandardCharsets.UTF_8);
        return text.lines().filter(line -> !line.startsWith("\t")).toList();
    }

    /**
     * The form of a part of a plain log.
     *
     * @param usual the prefix that the server says it has, if known: taken if a line has it; lines
     *     that have another one, from before the setting changed, are taken by that
     * @return empty if neither the usual nor any other known prefix fits
     */
    static Optional<LogForm> plain(byte[] bytes, int length, @Nullable LinePrefix usual) {
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        List<String> lines = text.lines().filter(line -> !line.startsWith("\t")).toList();
        if (usual != null && lines.stream().anyMatch(line -> usual.read(line) != null)) {
            return Optional.of(new Plain(usual.orUsual()));
        }
        return LinePrefix.detected(lines).map(Plain::new);
    }

    private static int entries(LogForm form, byte[] bytes, int length) {
        EntryCutter cutter = cutter(form);
        EntryParser parser = form.parser();
        int entries = 0;
        int from = 0;
        while (from < length) {
            int end = cutter.end(bytes, from, length, true);
            if (parser.parse(bytes, from, end) instanceof Piece.Whole) {
                entries++;
            }
            from = end;
        }
        return entries;
    }

    private static EntryCutter cutter(LogForm form) {
        return switch (form) {
            case Csv csv -> new CsvCutter();
            case Json json -> new JsonCutter();
            case Plain(LinePrefix prefix) ->
                    prefix.isBehindHead() ? new SyslogCutter(prefix) : new PlainCutter();
        };
    }

    /** Cuts the pieces out of a stream of bytes. */
    default PieceReader pieces(InputStream in, long offset) {
        return new PieceReader(in, cutter(this), offset, false);
    }

    /** The same from within an entry that is too long, of which the rest is dropped. */
    default PieceReader piecesAfterRest(InputStream in, long offset) {
        return new PieceReader(in, cutter(this), offset, true);
    }
}
