package org.pgwright.benchmarks;

import org.pgwright.benchmarks.collect.Kept;
import org.pgwright.benchmarks.process.ResidentMemory;
import org.pgwright.benchmarks.serve.Administrator;
import org.pgwright.benchmarks.serve.Latencies;
import org.pgwright.benchmarks.serve.LoadClients;
import org.pgwright.benchmarks.serve.LongPolls;
import org.pgwright.benchmarks.serve.ServeProcess;
import org.pgwright.benchmarks.storage.FilledRepository;
import org.pgwright.planner.Progress;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;

/** {@code serve-load}: a thousand programs that ask {@code pgwright serve} at once. */
final class ServeLoadBenchmark {
    private static final int STATEMENTS = 1_000;
    private static final int DAYS = 2;
    private static final int CLIENTS = 1_000;
    private static final int POLLS = 50;
    private static final Duration TIME = Duration.ofSeconds(60);
    private static final Duration WARM = Duration.ofSeconds(20);
    private static final double MEGABYTE = 1e6;

    private static final List<String> PATHS =
            List.of(
                    "/api/v1/databases",
                    path("/metrics"),
                    path("/queries?limit=20"),
                    path("/queries?limit=100"));

    private final Machine machine;
    private final Progress progress;

    ServeLoadBenchmark(Machine machine, Progress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    private static String path(String below) {
        return "/api/v1/databases/" + FilledRepository.DATABASE + below;
    }

    /**
     * What was measured.
     *
     * @param name of how the clients ask
     */
    record Round(
            String name,
            LoadClients.Result clients,
            int polls,
            int failedPolls,
            double peakMegabytes) {}

    /** Returns the table. */
    String run(List<String> given, Results results) throws SQLException, IOException {
        Arguments arguments = Arguments.of(given, List.of("clients", "duration", "data"));
        String data = arguments.values().get("data");
        Duration time = arguments.duration("duration", TIME);
        try (Kept kept = Kept.startHasty(machine, data == null ? null : Path.of(data))) {
            FilledRepository.of(kept, STATEMENTS, DAYS, progress);
            Administrator administrator = Administrator.in(kept.repository());
            progress.step("Making tokens", 0, 0);
            List<String> tokens =
                    IntStream.range(0, arguments.number("clients", CLIENTS))
                            .mapToObj(i -> administrator.token("client-" + i))
                            .toList();
            List<String> polling =
                    IntStream.range(0, POLLS)
                            .mapToObj(i -> administrator.token("waiting-" + i))
                            .toList();
            try (ServeProcess serve = ServeProcess.start(kept.url())) {
                URI address = serve.address();
                progress.step("Warming up", 0, 0);
                new LoadClients(address, PATHS).run(tokens, WARM, Duration.ofSeconds(2));
                Round thinking =
                        round(
                                "each asks once a second",
                                Duration.ofSeconds(1),
                                time,
                                new Setting(kept, serve, address, tokens, polling));
                Round eager =
                        round(
                                "each asks again at once",
                                Duration.ZERO,
                                time,
                                new Setting(kept, serve, address, tokens, polling));
                String table = table(List.of(thinking, eager));
                results.write("serve-load", table, List.of(thinking, eager));
                return table;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
    }

    private record Setting(
            Kept kept,
            ServeProcess serve,
            URI address,
            List<String> tokens,
            List<String> polling) {}

    private Round round(String name, Duration think, Duration time, Setting setting)
            throws IOException, InterruptedException {
        progress.step("Clients of which " + name, 0, 0);
        try (LongPolls polls =
                new LongPolls(
                        setting.kept().repository(),
                        setting.address(),
                        FilledRepository.DATABASE,
                        setting.polling())) {
            LoadClients.Result clients =
                    new LoadClients(setting.address(), PATHS).run(setting.tokens(), time, think);
            ResidentMemory memory = setting.serve().memory();
            return new Round(
                    name,
                    clients,
                    polls.answers(),
                    polls.errors(),
                    memory.peak().count() / MEGABYTE);
        }
    }

    private static String table(List<Round> rounds) {
        MarkdownTable table =
                new MarkdownTable(
                        List.of("", "target", rounds.getFirst().name(), rounds.getLast().name()));
        row(table, "answers", "", rounds, r -> shown("%,d", r.clients().latencies().count()));
        row(table, "errors", "0", rounds, r -> shown("%,d", r.clients().errors()));
        row(table, "unchanged (304)", "", rounds, r -> shown("%,d", r.clients().unmodified()));
        row(table, "answers a second", "", rounds, r -> shown("%,.0f", r.clients().rate()));
        row(table, "P50", "", rounds, r -> Latencies.shown(r.clients().latencies().median()));
        row(table, "P95", "< 100 ms", rounds, r -> Latencies.shown(r.clients().latencies().p95()));
        row(table, "P99", "", rounds, r -> Latencies.shown(r.clients().latencies().p99()));
        row(table, "longest", "", rounds, r -> Latencies.shown(r.clients().latencies().longest()));
        row(table, "long polls answered", "", rounds, r -> shown("%,d", r.polls()));
        row(table, "long polls failed", "0", rounds, r -> shown("%,d", r.failedPolls()));
        row(
                table,
                "memory of the server at most",
                "< 1,000 MB",
                rounds,
                r -> shown("%,.0f MB", r.peakMegabytes()));
        return table.shown();
    }

    private static void row(
            MarkdownTable table,
            String name,
            String target,
            List<Round> rounds,
            Function<Round, String> figure) {
        table.add(
                List.of(
                        name,
                        target,
                        figure.apply(rounds.getFirst()),
                        figure.apply(rounds.getLast())));
    }

    private static String shown(String format, Number figure) {
        return String.format(Locale.ROOT, format, figure);
    }
}
