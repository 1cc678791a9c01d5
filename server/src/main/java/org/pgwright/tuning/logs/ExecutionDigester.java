package org.pgwright.tuning.logs;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.LoggedPlanText;
import org.pgwright.log.QueryNames;
import org.pgwright.log.event.LogEvent.PlanLogged;
import org.pgwright.log.event.LogEvent.StatementBegan;
import org.pgwright.log.event.LogEvent.StatementEnded;
import org.pgwright.observation.LogCaller;
import org.pgwright.observation.LoggedCallHour;
import org.pgwright.observation.LoggedExecution;
import org.pgwright.observation.LoggedExecution.Literals;
import org.pgwright.observation.LoggedScanHour;
import org.pgwright.observation.LoggedStatement;
import org.pgwright.planner.ExecutedPlan;
import org.pgwright.workload.CallTimes;
import org.pgwright.workload.StatementText;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Makes of a batch's durations and plans the executions to keep, and the times of all calls. */
final class ExecutionDigester {
    private static final int LONGEST_LITERALS = 10_000;
    private static final double NANOS_A_MILLI = 1e6;
    private static final double MICROS_A_MILLI = 1e3;
    private static final double LONGEST_MILLIS = 1e12;

    private final LogStoring storing;
    private final QueryNames names;
    private final LogMemory memory;
    private final Map<UUID, Candidate> candidates = new LinkedHashMap<>();
    private final Map<LoggedCallHour.Key, Calls> calls = new HashMap<>();
    private final Map<String, LoggedStatement> called = new HashMap<>();
    private final ScanTimes scans = new ScanTimes();
    private final Set<Instant> lossyHours = new HashSet<>();

    private static final class Calls {
        private final CallTimes times = new CallTimes();
        private double millis;
    }

    ExecutionDigester(LogStoring storing, QueryNames names, LogMemory memory) {
        this.storing = storing;
        this.names = names;
        this.memory = memory;
    }

    /** A statement, or a step of one, has ended; only whole calls count. */
    void ended(StatementEnded event, Instant at) {
        StatementEnded ended = named(event);
        if (ended.statement().isEmpty()
                || !ended.step().isCall()
                || ended.origin().isOurs(ended.statement())) {
            return;
        }
        QueryNames.Name name = names.of(ended.statement());
        LogCaller caller = LogTexts.caller(ended.origin().session());
        if (!memory.admits(at, name.hash())) {
            lossyHours.add(at.truncatedTo(ChronoUnit.HOURS));
            return;
        }
        count(ended.millis(), at, caller, name);
        String session = ended.origin().session().key();
        Candidate open = memory.sessions.last(session, at);
        put(
                session,
                open != null && !open.isTimed() && open.isOf(ended.statement())
                        ? open.timed(ended.millis(), ended.parameters())
                        : new Candidate(
                                storing.ids().get(),
                                at,
                                caller,
                                name,
                                ended.statement(),
                                ended.parameters(),
                                ended.millis(),
                                true,
                                null,
                                false));
    }

    private StatementEnded named(StatementEnded ended) {
        StatementBegan began = memory.sessions.finish(ended.origin().session().key());
        return !ended.statement().isEmpty() || began == null
                ? ended
                : new StatementEnded(
                        ended.origin(),
                        began.step(),
                        ended.millis(),
                        began.statement(),
                        began.parameters());
    }

    private void count(double millis, Instant at, LogCaller caller, QueryNames.Name name) {
        Calls all =
                calls.computeIfAbsent(
                        new LoggedCallHour.Key(
                                at.truncatedTo(ChronoUnit.HOURS),
                                caller.database(),
                                caller.role(),
                                name.hash()),
                        key -> new Calls());
        double bounded = Math.min(millis, LONGEST_MILLIS);
        all.times.add(Duration.ofNanos((long) (bounded * NANOS_A_MILLI)));
        all.millis += bounded;
        called.computeIfAbsent(name.hash(), hash -> LogTexts.statement(name, false));
    }

    /** A plan was logged, before its statement's duration or after it. */
    void planned(PlanLogged logged, Instant at) {
        LoggedPlanText plan = LoggedPlanText.of(logged);
        if (plan == null || logged.origin().isOurs(plan.statement())) {
            return;
        }
        countScans(plan, at, LogTexts.caller(logged.origin().session()));
        String session = logged.origin().session().key();
        Candidate open = memory.sessions.last(session, at);
        if (open != null && open.plan() == null && open.isOf(plan.statement())) {
            put(session, open.planned(plan));
            return;
        }
        QueryNames.Name name = names.of(plan.statement());
        if (memory.admits(at, name.hash())) {
            put(
                    session,
                    new Candidate(
                            storing.ids().get(),
                            at,
                            LogTexts.caller(logged.origin().session()),
                            name,
                            plan.statement(),
                            "",
                            logged.millis(),
                            false,
                            plan,
                            false));
        }
    }

    private void countScans(LoggedPlanText text, Instant at, LogCaller caller) {
        ExecutedPlan plan = text.hasIndexTimes() ? text.read() : null;
        if (plan != null) {
            scans.add(plan, at, caller.database());
        }
    }

    private void put(String session, Candidate candidate) {
        candidates.put(candidate.id(), candidate);
        memory.sessions.executed(session, candidate);
    }

    /** Those that are to be kept, as their rows; no more are taken after that. */
    List<LoggedExecution> executions() {
        List<LoggedExecution> kept = new ArrayList<>();
        candidates.replaceAll((id, candidate) -> settled(candidate, kept));
        memory.sessions.settle(candidates);
        return kept;
    }

    private Candidate settled(Candidate candidate, List<LoggedExecution> kept) {
        boolean keeps =
                candidate.isKept()
                        || memory.caps.take(
                                candidate.at(), candidate.name().hash(), kind(candidate));
        if (!keeps) {
            return candidate;
        }
        LoggedPlanText plan = candidate.plan();
        kept.add(
                new LoggedExecution(
                        candidate.id(),
                        candidate.at(),
                        candidate.caller(),
                        LogTexts.statement(candidate.name(), false),
                        Math.min(candidate.millis(), LONGEST_MILLIS),
                        plan == null ? null : plan.read(),
                        literals(candidate)));
        return candidate.kept();
    }

    private boolean isSlow(Candidate candidate) {
        return candidate.millis() >= storing.slowMillis();
    }

    private RowCaps.Kind kind(Candidate candidate) {
        if (isSlow(candidate)) {
            return RowCaps.Kind.SLOW;
        }
        return candidate.plan() == null ? RowCaps.Kind.OTHER : RowCaps.Kind.WITH_PLAN;
    }

    /** Of others they would tell the advisor nothing, and may hold passwords. */
    private @Nullable Literals literals(Candidate candidate) {
        return storing.masksLiterals()
                        || StatementText.plannablePart(candidate.statement()).isEmpty()
                ? null
                : new Literals(
                        LogTexts.cut(candidate.statement(), LONGEST_LITERALS),
                        LogTexts.cut(candidate.parameters(), LONGEST_LITERALS));
    }

    /** All calls by the hour, those without a row too. */
    List<LoggedCallHour> calls() {
        List<LoggedCallHour> all = new ArrayList<>();
        calls.forEach(
                (key, sum) ->
                        all.add(
                                new LoggedCallHour(
                                        key, sum.times, Math.round(sum.millis * MICROS_A_MILLI))));
        return all;
    }

    /** All scans of indexes by the hour, those of plans without a row too. */
    List<LoggedScanHour> scans() {
        return scans.hours();
    }

    /** The statements of the calls. */
    List<LoggedStatement> statements() {
        return List.copyOf(called.values());
    }

    /** Whether calls were left out. */
    boolean isLossy() {
        return !lossyHours.isEmpty();
    }
}
