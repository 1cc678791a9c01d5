package org.pgwright.benchmarks;

import org.pgwright.benchmarks.collect.Kept;
import org.pgwright.benchmarks.serve.Administrator;
import org.pgwright.benchmarks.serve.PageTimes;
import org.pgwright.benchmarks.serve.ServeProcess;
import org.pgwright.benchmarks.storage.FilledRepository;
import org.pgwright.planner.Progress;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** {@code pages}: how long pages take over a repository that has watched a database for long. */
final class PagesBenchmark {
    private static final int STATEMENTS = 1_000;
    private static final int DAYS = 90;

    private static final String ONE_QUERY =
            """
            SELECT t.query_hash
              FROM statement_source r
              JOIN statement t USING (instance_id, statement_id)
             ORDER BY r.source_id
             LIMIT 1
            """;

    private final Machine machine;
    private final Progress progress;

    PagesBenchmark(Machine machine, Progress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /** Returns the table. */
    String run(List<String> given, Results results) throws SQLException, IOException {
        Arguments arguments = Arguments.of(given, List.of("days", "data"));
        String data = arguments.values().get("data");
        try (Kept kept = Kept.startHasty(machine, data == null ? null : Path.of(data))) {
            FilledRepository.of(kept, STATEMENTS, arguments.number("days", DAYS), progress);
            Administrator administrator = Administrator.in(kept.repository());
            String query = kept.repository().jdbc().sql(ONE_QUERY).query(String.class).single();
            try (ServeProcess serve = ServeProcess.start(kept.url())) {
                URI address = serve.address();
                List<PageTimes.Row> rows =
                        new PageTimes(administrator.signIn(address), address, query, progress)
                                .measure();
                String table = PageTimes.table(rows);
                results.write("pages", table, rows);
                return table;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
    }
}
