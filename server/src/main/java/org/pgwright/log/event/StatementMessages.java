package org.pgwright.log.event;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.entry.LogEntry;
import org.pgwright.log.event.LogEvent.PlanForm;
import org.pgwright.log.event.LogEvent.PlanLogged;
import org.pgwright.log.event.LogEvent.StatementBegan;
import org.pgwright.log.event.LogEvent.StatementEnded;
import org.pgwright.log.event.LogEvent.Step;

/**
 * Statements: {@code duration: 0.123 ms statement: SELECT}, the steps of the extended protocol, and
 * plans of auto_explain.
 */
final class StatementMessages {
    private static final String DURATION = "duration: ";
    private static final String UNIT = " ms";
    private static final String PLAN = "  plan:\n";
    private static final String QUERY_TEXT = "Query Text: ";

    private StatementMessages() {}

    static @Nullable LogEvent read(LogEntry entry) {
        String message = entry.message();
        if (!message.startsWith(DURATION)) {
            return began(entry);
        }
        int unit = message.indexOf(UNIT, DURATION.length());
        double millis = unit < 0 ? -1 : number(message, DURATION.length(), unit);
        if (millis < 0) {
            return null;
        }
        int rest = unit + UNIT.length();
        if (message.startsWith(PLAN, rest)) {
            return plan(entry, millis, message.substring(rest + PLAN.length()));
        }
        if (rest == message.length()) {
            return new StatementEnded(
                    Origin.of(entry), Step.UNKNOWN, millis, "", parameters(entry.detail()));
        }
        return ended(entry, millis, rest + 2);
    }

    private static @Nullable LogEvent began(LogEntry entry) {
        int colon = entry.message().indexOf(": ");
        Step step = colon < 0 ? null : step(entry.message(), 0, colon);
        return step == null
                ? null
                : new StatementBegan(
                        Origin.of(entry),
                        step,
                        entry.message().substring(colon + 2),
                        parameters(entry.detail()));
    }

    private static @Nullable LogEvent ended(LogEntry entry, double millis, int at) {
        String message = entry.message();
        int colon = message.indexOf(": ", at);
        Step step = colon < 0 ? null : step(message, at, colon);
        return step == null
                ? null
                : new StatementEnded(
                        Origin.of(entry),
                        step,
                        millis,
                        message.substring(colon + 2),
                        parameters(entry.detail()));
    }

    private static @Nullable Step step(String message, int at, int colon) {
        if (message.startsWith("statement", at)) {
            return at + "statement".length() == colon ? Step.STATEMENT : null;
        }
        if (message.startsWith("execute fetch from ", at)) {
            return Step.FETCH;
        }
        if (message.startsWith("execute ", at)) {
            return Step.EXECUTE;
        }
        if (message.startsWith("bind ", at)) {
            return Step.BIND;
        }
        return message.startsWith("parse ", at) ? Step.PARSE : null;
    }

    /** Up to 15 {@code parameters: }, since 16 {@code Parameters: }. */
    private static String parameters(String detail) {
        String beginning = "parameters: ";
        return detail.regionMatches(true, 0, beginning, 0, beginning.length())
                ? detail.substring(beginning.length())
                : "";
    }

    private static LogEvent plan(LogEntry entry, double millis, String plan) {
        PlanForm form = form(plan);
        String statement =
                switch (form) {
                    case JSON, XML, YAML -> "";
                    case TEXT -> statementBefore(plan);
                };
        String tree =
                form == PlanForm.TEXT && !statement.isEmpty()
                        ? plan.substring(QUERY_TEXT.length() + statement.length() + 1)
                        : plan;
        return new PlanLogged(Origin.of(entry), millis, form, statement, tree);
    }

    private static PlanForm form(String plan) {
        String start = plan.stripLeading();
        if (start.startsWith("{")) {
            return PlanForm.JSON;
        }
        if (start.startsWith("<explain")) {
            return PlanForm.XML;
        }
        return start.startsWith(QUERY_TEXT + "\"") && start.contains("\nPlan: ")
                ? PlanForm.YAML
                : PlanForm.TEXT;
    }

    /**
     * The text of the statement may have several lines, and ends before the first that is a node:
     * the first with costs.
     */
    private static String statementBefore(String plan) {
        if (!plan.startsWith(QUERY_TEXT)) {
            return "";
        }
        int node = plan.indexOf("  (cost=");
        int end = node < 0 ? plan.indexOf('\n') : plan.lastIndexOf('\n', node);
        if (end < QUERY_TEXT.length()) {
            return "";
        }
        int parameters = plan.lastIndexOf("\nQuery Parameters: ", end);
        return parameters > 0 && plan.indexOf('\n', parameters + 1) >= end
                ? plan.substring(QUERY_TEXT.length(), parameters)
                : plan.substring(QUERY_TEXT.length(), end);
    }

    /** A number such as 12.345; negative for anything else. */
    private static double number(String text, int from, int to) {
        long digits = 0;
        long scale = 1;
        boolean isFraction = false;
        if (to - from > 18 || to == from) {
            return -1;
        }
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '.' && !isFraction) {
                isFraction = true;
            } else if (c >= '0' && c <= '9') {
                digits = digits * 10 + c - '0';
                scale *= isFraction ? 10 : 1;
            } else {
                return -1;
            }
        }
        return (double) digits / scale;
    }
}
