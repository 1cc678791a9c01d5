package org.pgwright.log.event;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.entry.LogEntry;
import org.pgwright.log.event.LogEvent.Connected;
import org.pgwright.log.event.LogEvent.Disconnected;
import org.pgwright.log.event.LogEvent.Failed;
import org.pgwright.log.event.LogEvent.Other;
import org.pgwright.log.event.LogEvent.ServerChanged;
import org.pgwright.log.event.LogEvent.ServerState;
import org.pgwright.log.event.LogEvent.SettingChanged;
import org.pgwright.log.event.LogEvent.TemporaryFile;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells what an entry says, by the server's own messages in English of 14 to 18. Never throws on
 * any text: what is not understood is {@link Other}.
 */
public final class EventReader {
    private static final Pattern TEMPORARY_FILE = Pattern.compile(", size (\\d{1,18})$");
    private static final Pattern SETTING =
            Pattern.compile("parameter \"([^\"]{1,200})\" changed to \"([^\"]*)\"");
    private static final Pattern RESET =
            Pattern.compile(
                    "parameter \"([^\"]{1,200})\" removed from configuration file, reset to"
                            + " default");
    private static final Pattern SESSION_TIME =
            Pattern.compile("session time: (\\d{1,7}):(\\d\\d):(\\d\\d(?:\\.\\d{1,6})?)");

    private static final int HOUR = 3600;
    private static final int MINUTE = 60;

    private EventReader() {}

    /** The event that an entry tells. */
    public static LogEvent read(LogEntry entry) {
        if (entry.severity().isFailure()) {
            return failure(entry);
        }
        String message = entry.message();
        Origin origin = Origin.of(entry);
        if (message.isEmpty()) {
            return other(entry);
        }
        LogEvent event =
                message.startsWith("process ")
                        ? LockMessages.read(entry)
                        : startingWith(entry, origin);
        return event == null ? other(entry) : event;
    }

    private static @Nullable LogEvent startingWith(LogEntry entry, Origin origin) {
        String message = entry.message();
        if (message.startsWith("duration: ")
                || message.startsWith("statement: ")
                || message.startsWith("execute ")) {
            return StatementMessages.read(entry);
        }
        if (message.startsWith("automatic ")) {
            return VacuumMessages.read(entry);
        }
        if (message.startsWith("checkpoint ") || message.startsWith("restartpoint ")) {
            return CheckpointMessages.read(entry);
        }
        if (message.startsWith("temporary file: ")) {
            return temporaryFile(entry);
        }
        if (message.startsWith("connection ")) {
            return connection(message, origin);
        }
        if (message.startsWith("disconnection: ")) {
            return disconnection(message, origin);
        }
        if (message.startsWith("parameter ")) {
            return setting(message, origin);
        }
        return server(message, origin);
    }

    private static LogEvent other(LogEntry entry) {
        return new Other(Origin.of(entry), entry.severity());
    }

    private static LogEvent failure(LogEntry entry) {
        if (entry.message().equals("deadlock detected")) {
            return LockMessages.deadlock(entry);
        }
        if (entry.message().startsWith("the database system is ")) {
            return other(entry);
        }
        return new Failed(
                Origin.of(entry),
                entry.severity(),
                entry.sqlState(),
                entry.message(),
                entry.statement());
    }

    private static @Nullable LogEvent temporaryFile(LogEntry entry) {
        Matcher size = TEMPORARY_FILE.matcher(entry.message());
        // while a session binds the next statement, the file of the one before goes
        String statement = entry.command().startsWith("BIND") ? "" : entry.statement();
        return size.find()
                ? new TemporaryFile(Origin.of(entry), Long.parseLong(size.group(1)), statement)
                : null;
    }

    private static @Nullable LogEvent connection(String message, Origin origin) {
        if (message.startsWith("connection received")) {
            return new Connected(origin, false);
        }
        return message.startsWith("connection authorized") ? new Connected(origin, true) : null;
    }

    private static @Nullable LogEvent disconnection(String message, Origin origin) {
        Matcher time = SESSION_TIME.matcher(message);
        if (!time.find()) {
            return null;
        }
        double seconds =
                Integer.parseInt(time.group(1)) * (double) HOUR
                        + Integer.parseInt(time.group(2)) * MINUTE
                        + Double.parseDouble(time.group(3));
        return new Disconnected(origin, seconds);
    }

    private static @Nullable LogEvent setting(String message, Origin origin) {
        Matcher changed = SETTING.matcher(message);
        if (changed.lookingAt()) {
            return new SettingChanged(origin, changed.group(1), changed.group(2));
        }
        Matcher reset = RESET.matcher(message);
        return reset.lookingAt() ? new SettingChanged(origin, reset.group(1), "") : null;
    }

    private static @Nullable LogEvent server(String message, Origin origin) {
        ServerState state = state(message);
        return state == null ? null : new ServerChanged(origin, state);
    }

    private static @Nullable ServerState state(String message) {
        if (message.startsWith("starting PostgreSQL ")) {
            return ServerState.STARTING;
        }
        if (message.startsWith("database system is ready to accept ")) {
            return ServerState.READY;
        }
        if (message.startsWith("database system is shut down")) {
            return ServerState.STOPPED;
        }
        if (message.startsWith("database system was not properly shut down")
                || message.startsWith("database system was interrupted")) {
            return ServerState.RECOVERING;
        }
        if (message.startsWith("received SIGHUP")) {
            return ServerState.RELOADED;
        }
        if (message.startsWith("received ") && message.contains(" shutdown request")) {
            return ServerState.STOPPING;
        }
        boolean ended = message.contains(" was terminated by signal ");
        return ended && message.contains("(PID ") ? ServerState.CRASHED : null;
    }
}
