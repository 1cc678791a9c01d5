package org.pgwright.tuning.logs;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.FollowedLog;
import org.pgwright.observation.LoggedCallHour;
import org.pgwright.observation.LoggedEvent;
import org.pgwright.observation.LoggedExecution;
import org.pgwright.observation.LoggedScanHour;
import org.pgwright.observation.LoggedStatement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a batch of a log has to be kept of.
 *
 * @param statements of the calls
 * @param changedHours in which the server was told to log other calls
 * @param followed null if nothing in it has a time
 */
record LogDigest(
        List<LoggedExecution> executions,
        List<LoggedEvent> events,
        List<LoggedCallHour> calls,
        List<LoggedScanHour> scans,
        List<LoggedStatement> statements,
        Set<Instant> changedHours,
        @Nullable FollowedLog followed) {
    LogDigest {
        executions = List.copyOf(executions);
        events = List.copyOf(events);
        calls = List.copyOf(calls);
        scans = List.copyOf(scans);
        statements = List.copyOf(statements);
        changedHours = Set.copyOf(changedHours);
    }

    /** All that have to have a number. */
    List<LoggedStatement> allStatements() {
        List<LoggedStatement> all = new ArrayList<>(statements);
        Stream.concat(
                        executions.stream().map(LoggedExecution::statement),
                        events.stream().map(e -> e.what().statement()).filter(s -> s != null))
                .forEach(all::add);
        return all;
    }
}
