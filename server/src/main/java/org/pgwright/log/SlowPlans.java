package org.pgwright.log;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.event.LogEvent;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Of the queries with the slowest plans the slowest one each: {@value #MOST} at most, none of
 * pgwright's own. They are kept as they are in the log, and not read until somebody wants them.
 */
final class SlowPlans {
    static final int MOST = 50;

    /** Of this length a text is no plan that somebody reads. */
    private static final int LONGEST = 256 * 1024;

    private final QueryNames names;
    private final Map<String, SlowPlan> byHash = new HashMap<>();
    private double fastest;

    SlowPlans(QueryNames names) {
        this.names = names;
    }

    void add(LogEvent.PlanLogged logged) {
        boolean isFull = byHash.size() >= MOST;
        if (logged.plan().length() > LONGEST || (isFull && logged.millis() <= fastest)) {
            return;
        }
        LoggedPlanText text = LoggedPlanText.of(logged);
        if (text == null || logged.origin().isOurs(text.statement())) {
            return;
        }
        QueryNames.Name query = names.of(text.statement());
        @Nullable SlowPlan known = byHash.get(query.hash());
        if (known != null && known.millis() >= logged.millis()) {
            return;
        }
        if (known == null && isFull) {
            byHash.remove(all().getLast().query().hash());
        }
        byHash.put(query.hash(), new SlowPlan(logged.millis(), query, logged.origin(), text));
        fastest =
                byHash.size() < MOST
                        ? 0
                        : Collections.max(byHash.values(), SlowPlan.SLOWEST_FIRST).millis();
    }

    /** The slowest first. */
    List<SlowPlan> all() {
        return byHash.values().stream().sorted(SlowPlan.SLOWEST_FIRST).toList();
    }
}
