package org.pgwright.log.event;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.entry.LogEntry;
import org.pgwright.log.event.LogEvent.CheckpointBegan;
import org.pgwright.log.event.LogEvent.CheckpointEnded;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checkpoints and restartpoints (log_checkpoints). */
final class CheckpointMessages {
    private static final Pattern BEGAN =
            Pattern.compile("(?:check|restart)point starting: ([a-z -]{1,100})");
    private static final Pattern ENDED =
            Pattern.compile(
                    "(?:check|restart)point complete: wrote (\\d{1,15}) buffers"
                            + ".{0,300}?write=(\\d{1,12}\\.\\d{1,6}) s,"
                            + " sync=(\\d{1,12}\\.\\d{1,6}) s, total=(\\d{1,12}\\.\\d{1,6}) s;");
    private static final Pattern DISTANCE = Pattern.compile("distance=(\\d{1,18}) kB");

    private CheckpointMessages() {}

    static @Nullable LogEvent read(LogEntry entry) {
        Matcher began = BEGAN.matcher(entry.message());
        if (began.lookingAt()) {
            return new CheckpointBegan(Origin.of(entry), began.group(1).strip());
        }
        Matcher ended = ENDED.matcher(entry.message());
        if (!ended.lookingAt()) {
            return null;
        }
        Matcher distance = DISTANCE.matcher(entry.message());
        return new CheckpointEnded(
                Origin.of(entry),
                Long.parseLong(ended.group(1)),
                Double.parseDouble(ended.group(2)),
                Double.parseDouble(ended.group(3)),
                Double.parseDouble(ended.group(4)),
                distance.find(ended.end()) ? Long.parseLong(distance.group(1)) : 0);
    }
}
