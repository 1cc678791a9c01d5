package org.pgwright.log.event;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.entry.LogEntry;
import org.pgwright.log.event.LogEvent.Deadlocked;
import org.pgwright.log.event.LogEvent.LockState;
import org.pgwright.log.event.LogEvent.LockWaited;
import org.pgwright.log.event.LogEvent.Waiter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Waits for locks (log_lock_waits) and deadlocks. */
final class LockMessages {
    private static final Pattern WAIT =
            Pattern.compile(
                    "process (?:\\d{1,9}) (still waiting for|acquired|detected deadlock while"
                            + " waiting for|avoided deadlock for) (\\w{1,40}) on (.{1,300}) after"
                            + " (\\d{1,12}(?:\\.\\d{1,6})?) ms",
                    Pattern.DOTALL);

    private static final Pattern HOLDERS =
            Pattern.compile("Process(?:es)? holding the lock: ([\\d, ]{1,10000})\\. ");
    private static final Pattern WAITER =
            Pattern.compile("^Process (\\d{1,9}): (.*)$", Pattern.MULTILINE);

    private LockMessages() {}

    static @Nullable LogEvent read(LogEntry entry) {
        Matcher wait = WAIT.matcher(entry.message());
        if (!wait.lookingAt()) {
            return null;
        }
        return new LockWaited(
                Origin.of(entry),
                state(wait.group(1)),
                wait.group(2),
                wait.group(3),
                Double.parseDouble(wait.group(4)),
                holders(entry.detail()),
                entry.statement());
    }

    private static LockState state(String words) {
        return switch (words) {
            case "still waiting for" -> LockState.WAITING;
            case "acquired" -> LockState.ACQUIRED;
            default -> LockState.DEADLOCK;
        };
    }

    private static List<Integer> holders(String detail) {
        Matcher found = HOLDERS.matcher(detail);
        List<Integer> holders = new ArrayList<>();
        if (found.lookingAt()) {
            for (String pid : found.group(1).split(", ")) {
                if (pid.matches("\\d{1,9}")) {
                    holders.add(Integer.valueOf(pid));
                }
            }
        }
        return List.copyOf(holders);
    }

    /** The detail lists who waits for whom, then what each process ran. */
    static LogEvent deadlock(LogEntry entry) {
        List<Waiter> waiters = new ArrayList<>();
        Matcher waiter = WAITER.matcher(entry.detail());
        while (waiter.find()) {
            waiters.add(new Waiter(Integer.parseInt(waiter.group(1)), waiter.group(2)));
        }
        return new Deadlocked(Origin.of(entry), List.copyOf(waiters), entry.statement());
    }
}
