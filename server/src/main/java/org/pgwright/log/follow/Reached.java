package org.pgwright.log.follow;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.LogPosition;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * How far a log was read: all of some files, and one up to a place.
 *
 * @param kind of the files that are read
 * @param file the name of the one that is being read; empty if there is none
 * @param current recognises it; null if there is none
 * @param known files that were read, or were there before the log was followed, the latest last
 * @param horizon files that were last written until then and are not known are older than that
 * @param last the latest time of an event; null if there was none
 * @param after what is not later was read from a file of another kind; null to read all
 */
record Reached(
        LogKind kind,
        String file,
        @Nullable FileMark current,
        List<FileMark> known,
        Instant horizon,
        @Nullable Instant last,
        @Nullable Instant after) {
    /** Of a log, whichever way it is read: it is the same one. */
    static final String SOURCE = "log";

    private static final String SEPARATOR = ";";
    private static final String NONE = "-";
    private static final int FIELDS = 5;

    Reached {
        known = List.copyOf(known);
    }

    /** To be kept. */
    LogPosition position() {
        Stream<String> fields =
                Stream.of(
                        kind.name(),
                        horizon.toString(),
                        last == null ? NONE : last.toString(),
                        after == null ? NONE : after.toString(),
                        current == null ? NONE : current.text());
        String identity =
                String.join(
                        SEPARATOR,
                        Stream.concat(fields, known.stream().map(FileMark::text)).toList());
        return new LogPosition(SOURCE, file, identity, current == null ? 0 : current.length());
    }

    /** What was kept; null if it cannot be understood. */
    static @Nullable Reached of(LogPosition position) {
        List<String> fields = Arrays.asList(position.identity().split(SEPARATOR, -1));
        if (fields.size() < FIELDS) {
            return null;
        }
        List<FileMark> known = new ArrayList<>();
        for (String field : fields.subList(FIELDS, fields.size())) {
            FileMark mark = FileMark.read(field);
            if (mark == null) {
                return null;
            }
            known.add(mark);
        }
        boolean isNone = fields.get(4).equals(NONE);
        FileMark current = isNone ? null : FileMark.read(fields.get(4));
        boolean fits = isNone || (current != null && current.length() == position.offset());
        try {
            return fits
                    ? new Reached(
                            LogKind.valueOf(fields.get(0)),
                            position.file(),
                            current,
                            known,
                            Instant.parse(fields.get(1)),
                            time(fields.get(2)),
                            time(fields.get(3)))
                    : null;
        } catch (IllegalArgumentException | java.time.DateTimeException malformed) {
            return null;
        }
    }

    private static @Nullable Instant time(String text) {
        return text.equals(NONE) ? null : Instant.parse(text);
    }

    /** The same with another place in the same file, or in one that it is called by now. */
    Reached at(String name, FileMark mark) {
        return new Reached(kind, name, mark, known, horizon, last, after);
    }

    /** The same with the times of events. */
    Reached seen(@Nullable Instant latest, @Nullable Instant newAfter) {
        Instant newLast = latest == null || (last != null && last.isAfter(latest)) ? last : latest;
        return new Reached(kind, file, current, known, horizon, newLast, newAfter);
    }

    /** The file that was read is done with. */
    Reached finished() {
        if (current == null) {
            return this;
        }
        List<FileMark> more = new ArrayList<>(known);
        more.add(current);
        return new Reached(kind, "", null, more, horizon, last, after);
    }

    /** The same without the file that is being read, of which nothing was read yet. */
    Reached notBegun() {
        return new Reached(kind, "", null, known, horizon, last, after);
    }

    /** The same with other known files. */
    Reached knowing(List<FileMark> marks, Instant newHorizon) {
        return new Reached(kind, file, current, marks, newHorizon, last, after);
    }

    /** From now on files of another kind are read, of which all until the last event is known. */
    Reached switchedTo(LogKind other, List<FileMark> marks) {
        return new Reached(other, "", null, marks, horizon, last, last);
    }
}
