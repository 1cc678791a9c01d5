package org.pgwright.report.runbook;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.report.Words;
import org.pgwright.repository.figures.InstanceStatus;
import org.pgwright.repository.figures.InstanceStatus.Node;
import org.pgwright.repository.figures.InstanceStatus.Replica;
import org.pgwright.repository.figures.InstanceStatus.Sessions;
import org.pgwright.repository.figures.TableFigures;
import org.pgwright.strategy.MaintenanceWindow;
import org.pgwright.strategy.Policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What one has to know first: servers, sizes, windows, settings. */
final class QuickReference {
    private static final int MOST_TABLES = 10;

    /** What decides on memory, connections, vacuum and how long a session may hold others up. */
    private static final List<String> SETTINGS =
            List.of(
                    "max_connections",
                    "shared_buffers",
                    "work_mem",
                    "maintenance_work_mem",
                    "effective_cache_size",
                    "random_page_cost",
                    "autovacuum",
                    "autovacuum_max_workers",
                    "autovacuum_vacuum_scale_factor",
                    "statement_timeout",
                    "lock_timeout",
                    "idle_in_transaction_session_timeout",
                    "log_min_duration_statement",
                    "max_wal_size",
                    "shared_preload_libraries",
                    "track_io_timing");

    private QuickReference() {}

    static Section of(RunbookFacts facts, Reaching reaching) {
        InstanceStatus status = facts.status();
        Section.Builder section =
                new Section.Builder("Quick reference")
                        .facts(
                                List.of("server", "is", "version", "running since", "last seen"),
                                status.nodes().stream().map(QuickReference::node).toList(),
                                "The repository knows no server of it.")
                        .facts(
                                List.of("replica or slot", "state", "behind", "WAL retained"),
                                status.replicas().stream().map(QuickReference::replica).toList(),
                                "No replica or replication slot was seen.");
        sessions(section, status.sessions());
        section.say("Changes of indexes may run: " + windows(facts.decisions().policy()) + ".")
                .command("A session in it", reaching.psql())
                .command("How it is", reaching.figures("status"))
                .command("What server or role lack", reaching.onServer("doctor"))
                .facts(
                        List.of(
                                "table",
                                "rows",
                                "size",
                                "indexes",
                                "dead rows",
                                "written a second"),
                        facts.activity().tables().stream()
                                .limit(MOST_TABLES)
                                .map(table -> table(facts, table))
                                .toList(),
                        "No table of it is known: pgwright collect has not looked at it yet.")
                .facts(
                        List.of("setting", "value"),
                        settings(facts.settings()),
                        "No setting of the primary is known.");
        return section.build();
    }

    private static void sessions(Section.Builder section, @Nullable Sessions sessions) {
        section.say(
                sessions == null
                        ? "How many connections there are is not known."
                        : "At the last look (%s) %d of %d connections were taken."
                                .formatted(
                                        Words.second(sessions.takenAt()),
                                        sessions.connections(),
                                        sessions.limit()));
    }

    private static List<String> node(Node node) {
        return List.of(
                node.address(),
                node.isStandby() ? "replica" : "primary",
                node.version(),
                Words.second(node.startedAt()),
                Words.second(node.lastSeen()));
    }

    private static List<String> replica(Replica replica) {
        Long lag = replica.lagBytes();
        Long retained = replica.retainedBytes();
        return List.of(
                replica.name(),
                replica.state(),
                lag == null ? "not known" : new Bytes(lag).shown(),
                retained == null ? "" : new Bytes(retained).shown());
    }

    private static String windows(Policy policy) {
        return policy.windows().isEmpty()
                ? "at any time"
                : policy.windows().stream()
                        .map(MaintenanceWindow::shown)
                        .collect(Collectors.joining("; "));
    }

    private static List<String> table(RunbookFacts facts, TableFigures table) {
        Long bytes = table.bytes();
        double writes = table.writesPerSecond(facts.span().from(), facts.span().to());
        return List.of(
                table.name().shown(),
                Words.whole(table.rows()),
                bytes == null ? "not known" : new Bytes(bytes).shown(),
                new Bytes(table.indexBytes()).shown(),
                Words.percent(table.upkeep().deadShare(table.rows()), 1),
                String.format(Locale.ROOT, "%.1f", writes));
    }

    private static List<List<String>> settings(Map<String, String> known) {
        List<List<String>> rows = new ArrayList<>();
        for (String setting : SETTINGS) {
            String value = known.get(setting);
            if (value != null) {
                rows.add(List.of(setting, value));
            }
        }
        return rows;
    }
}
