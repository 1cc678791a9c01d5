package org.pgwright.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgwright.log.entry.Assembly;
import org.pgwright.log.entry.EntryParser;
import org.pgwright.log.entry.LinePrefix;
import org.pgwright.log.entry.LogEntry;
import org.pgwright.log.entry.LogForm;
import org.pgwright.log.entry.PieceReader;
import org.pgwright.log.entry.Pieces;
import org.pgwright.log.event.EventReader;
import org.pgwright.log.event.LogEvent;
import org.pgwright.log.event.LogEvent.CheckpointEnded;
import org.pgwright.log.event.LogEvent.Connected;
import org.pgwright.log.event.LogEvent.Deadlocked;
import org.pgwright.log.event.LogEvent.Disconnected;
import org.pgwright.log.event.LogEvent.Failed;
import org.pgwright.log.event.LogEvent.LockWaited;
import org.pgwright.log.event.LogEvent.PlanForm;
import org.pgwright.log.event.LogEvent.PlanLogged;
import org.pgwright.log.event.LogEvent.ServerChanged;
import org.pgwright.log.event.LogEvent.ServerState;
import org.pgwright.log.event.LogEvent.StatementEnded;
import org.pgwright.log.event.LogEvent.Step;
import org.pgwright.log.event.LogEvent.TemporaryFile;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What real servers of all majors wrote is understood, in every form. */
final class LogEventsTest {
    static List<LogEvent> events(byte[] log) {
        LogForm form = LogForm.detected(log, Math.min(log.length, 1 << 16)).orElseThrow();
        return events(form, log);
    }

    static List<LogEvent> events(LogForm form, byte[] log) {
        List<LogEvent> events = new ArrayList<>();
        EntryParser parser = form.parser();
        Assembly assembly = new Assembly();
        PieceReader reader = form.pieces(new ByteArrayInputStream(log), 0);
        try {
            for (Pieces p = reader.next(true); p != null; p = reader.next(true)) {
                for (int i = 0; i < p.count(); i++) {
                    assembly.add(p.piece(i, parser), p.offsetOf(i));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        assembly.finish();
        for (LogEntry e = assembly.next(); e != null; e = assembly.next()) {
            events.add(EventReader.read(e));
        }
        return events;
    }

    private static <T extends LogEvent> List<T> only(List<LogEvent> events, Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    14,csv
                    14,log
                    15,csv
                    15,json
                    15,log
                    16,csv
                    16,json
                    16,log
                    17,csv
                    17,json
                    17,log
                    18,csv
                    18,json
                    18,log
                    """)
    void understandsWhatARealServerWrote(int major, String form) {
        byte[] log = ServerLogs.of(major, form);
        List<LogEvent> events =
                form.equals("log")
                        ? events(new LogForm.Plain(LinePrefix.of(ServerLogs.PREFIX)), log)
                        : events(log);

        statements(events);
        failures(events);
        waits(events);
        assertThat(only(events, TemporaryFile.class))
                .anySatisfy(
                        file -> {
                            assertThat(file.bytes()).isGreaterThan(10_000);
                            assertThat(file.statement()).contains("ORDER BY name");
                        });
        assertThat(only(events, CheckpointEnded.class))
                .anySatisfy(end -> assertThat(end.buffers()).isPositive());
        assertThat(only(events, Connected.class).stream().filter(Connected::isAuthorized))
                .hasSizeGreaterThanOrEqualTo(2);
        assertThat(only(events, Disconnected.class))
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(end -> assertThat(end.seconds()).isNotNegative());
        assertThat(only(events, ServerChanged.class))
                .extracting(ServerChanged::state)
                .contains(
                        ServerState.STARTING,
                        ServerState.READY,
                        ServerState.STOPPING,
                        ServerState.STOPPED);
    }

    private static void statements(List<LogEvent> events) {
        assertThat(only(events, StatementEnded.class))
                .anySatisfy(
                        ended -> {
                            assertThat(ended.statement())
                                    .isEqualTo(
                                            "SELECT name\n  FROM shop\n WHERE id = 17 --"
                                                    + " \"quoted\", with a comma");
                            assertThat(ended.origin().session().user()).isEqualTo("postgres");
                            assertThat(ended.origin().session().database()).isEqualTo("postgres");
                            assertThat(ended.origin().session().application())
                                    .isEqualTo("till, \"one\"");
                            assertThat(ended.origin().session().pid()).isPositive();
                            assertThat(ended.origin().session().id()).contains(".");
                            assertThat(ended.origin().line()).isPositive();
                            assertThat(ended.origin().time()).isNotNull();
                        })
                .anySatisfy(
                        ended -> {
                            assertThat(ended.step()).isEqualTo(Step.EXECUTE);
                            assertThat(ended.statement())
                                    .isEqualTo("SELECT id FROM shop WHERE name = $1 AND id > $2");
                            assertThat(ended.parameters()).isEqualTo("$1 = 'it''s', $2 = '4'");
                        })
                .anySatisfy(ended -> assertThat(ended.step()).isEqualTo(Step.PARSE))
                .anySatisfy(ended -> assertThat(ended.step()).isEqualTo(Step.BIND));
        List<PlanLogged> plans = only(events, PlanLogged.class);
        assertThat(plans).extracting(PlanLogged::form).contains(PlanForm.values());
        assertThat(plans.stream().filter(plan -> plan.form() == PlanForm.TEXT))
                .allSatisfy(plan -> assertThat(plan.statement()).startsWith("SELECT count(*)\n"))
                .allSatisfy(plan -> assertThat(plan.plan()).startsWith("Aggregate  (cost="));
    }

    private static void failures(List<LogEvent> events) {
        List<Failed> failures = only(events, Failed.class);
        assertThat(failures)
                .anySatisfy(
                        failed -> {
                            assertThat(failed.sqlState()).isEqualTo("22012");
                            assertThat(failed.statement()).isEqualTo("SELECT 1 / 0 AS \"broken\"");
                        });
        assertThat(failures).extracting(Failed::sqlState).contains("23505");
        assertThat(failures.stream().filter(Failed::isCancellation)).hasSize(1);
    }

    private static void waits(List<LogEvent> events) {
        assertThat(only(events, LockWaited.class))
                .anySatisfy(
                        wait -> {
                            assertThat(wait.millis()).isGreaterThanOrEqualTo(10);
                            assertThat(wait.mode()).isEqualTo("ShareLock");
                            assertThat(wait.target()).startsWith("transaction ");
                            assertThat(wait.holders()).hasSize(1);
                            assertThat(wait.statement()).startsWith("UPDATE shop");
                        });
        assertThat(only(events, Deadlocked.class))
                .singleElement()
                .satisfies(
                        deadlock ->
                                assertThat(deadlock.waiters())
                                        .hasSize(2)
                                        .allSatisfy(
                                                waiter ->
                                                        assertThat(waiter.statement())
                                                                .startsWith("UPDATE shop")));
    }
}
