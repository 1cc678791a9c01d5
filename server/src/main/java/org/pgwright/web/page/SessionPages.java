package org.pgwright.web.page;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.pgwright.report.SessionEndReport;
import org.pgwright.repository.account.Role;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.sessions.SessionAct;
import org.pgwright.web.figures.KnownFigures;
import org.pgwright.web.figures.LiveSessions;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** One session, looked at once more before it is ended. */
@Controller
public final class SessionPages {
    private static final int OK = 200;

    private final LiveSessions sessions;
    private final KnownFigures figures;
    private final Pages pages;

    public SessionPages(LiveSessions sessions, KnownFigures figures, Pages pages) {
        this.sessions = sessions;
        this.figures = figures;
        this.pages = pages;
    }

    /**
     * Where the sessions of a server are shown to who may end them.
     *
     * @param frame of a page of a database
     */
    public record Links(Frame frame, String server) {
        /** Whether who looks may end any. */
        public boolean isAllowed() {
            return frame.allows(Role.OPERATOR);
        }

        /** The page of one. */
        public String to(int pid) {
            Place place = Objects.requireNonNull(frame.place());
            return new Address(place.address() + "/sessions/" + pid, Map.of("server", server))
                    .toString();
        }
    }

    @GetMapping("/db/{database}/sessions/{pid}")
    View session(
            @PathVariable String database,
            @PathVariable int pid,
            @RequestParam @Nullable String server) {
        WatchedInstance instance = figures.instance(database);
        return pages.page(
                Pages.Head.of("session", "Session " + pid, place(instance)),
                Map.of("session", sessions.look(new LiveSessions.Named(instance, server, pid))));
    }

    @PostMapping("/db/{database}/sessions/{pid}/cancel")
    View cancel(
            HttpServletRequest request,
            @PathVariable String database,
            @PathVariable int pid,
            @RequestParam String server,
            @RequestParam Instant startedAt) {
        WatchedInstance instance = figures.instance(database);
        return ended(
                instance,
                sessions.end(
                        request,
                        SessionAct.CANCEL,
                        new LiveSessions.Named(instance, server, pid),
                        startedAt));
    }

    @PostMapping("/db/{database}/sessions/{pid}/terminate")
    View terminate(
            HttpServletRequest request,
            @PathVariable String database,
            @PathVariable int pid,
            @RequestParam String server,
            @RequestParam Instant startedAt) {
        WatchedInstance instance = figures.instance(database);
        return ended(
                instance,
                sessions.end(
                        request,
                        SessionAct.TERMINATE,
                        new LiveSessions.Named(instance, server, pid),
                        startedAt));
    }

    private View ended(WatchedInstance instance, SessionEndReport end) {
        Place place = place(instance);
        String sentence = end.sentence();
        return pages.page(
                Pages.Head.of("session-ended", "Session " + end.session().pid(), place)
                        .telling(
                                Character.toUpperCase(sentence.charAt(0))
                                        + sentence.substring(1)
                                        + ".",
                                OK),
                Map.of("back", place.address(Section.ACTIVITY)));
    }

    private static Place place(WatchedInstance instance) {
        return new Place(instance, Section.ACTIVITY);
    }
}
