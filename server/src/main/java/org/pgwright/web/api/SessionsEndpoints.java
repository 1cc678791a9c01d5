package org.pgwright.web.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.SessionEndReport;
import org.pgwright.report.SessionReport;
import org.pgwright.sessions.SessionAct;
import org.pgwright.web.figures.KnownFigures;
import org.pgwright.web.figures.LiveSessions;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;

/** Single sessions of servers, and their ends. */
@RestController
@RequestMapping("/api/v1/databases/{database}/sessions/{pid}")
@Tag(name = "Sessions")
public final class SessionsEndpoints {
    private final LiveSessions sessions;
    private final KnownFigures figures;

    public SessionsEndpoints(LiveSessions sessions, KnownFigures figures) {
        this.sessions = sessions;
        this.figures = figures;
    }

    /**
     * Which session of that process number is meant: they are used anew.
     *
     * @param startedAt when it began, as {@code session} tells it
     * @param server its address, as servers are listed; the primary without
     */
    public record EndedSession(@Nullable Instant startedAt, @Nullable String server) {
        Instant beginning() {
            if (startedAt == null) {
                throw new PgwrightException(
                        ErrorCode.USAGE,
                        "startedAt is not given",
                        "give the one that the session itself is shown with");
            }
            return startedAt;
        }
    }

    @Operation(
            operationId = "session",
            summary = "A session of a server as it is now, for who may want to end it")
    @GetMapping
    SessionReport one(
            @PathVariable String database,
            @PathVariable int pid,
            @RequestParam @Nullable String server) {
        return sessions.look(named(database, server, pid));
    }

    @Operation(
            operationId = "cancelSession",
            summary = "Ends the query of a session, and waits for that for five seconds")
    @PostMapping("/cancel")
    SessionEndReport cancel(
            HttpServletRequest request,
            @PathVariable String database,
            @PathVariable int pid,
            @RequestBody EndedSession ended) {
        return sessions.end(
                request,
                SessionAct.CANCEL,
                named(database, ended.server(), pid),
                ended.beginning());
    }

    @Operation(
            operationId = "terminateSession",
            summary = "Ends a session with its transaction, and waits for that for five seconds")
    @PostMapping("/terminate")
    SessionEndReport terminate(
            HttpServletRequest request,
            @PathVariable String database,
            @PathVariable int pid,
            @RequestBody EndedSession ended) {
        return sessions.end(
                request,
                SessionAct.TERMINATE,
                named(database, ended.server(), pid),
                ended.beginning());
    }

    private LiveSessions.Named named(String database, @Nullable String server, int pid) {
        return new LiveSessions.Named(figures.instance(database), server, pid);
    }
}
