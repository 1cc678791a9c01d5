package org.pgwright.benchmarks.logs;

import org.pgwright.benchmarks.logs.CsvLines.Rest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Random;

/**
 * Writes a csvlog as of a busy shop with {@code log_min_duration_statement = 0} and auto_explain:
 * statements of both protocols, plans in JSON and text, errors, waits, temporary files,
 * checkpoints, autovacuum, connections. The same size gives the same bytes.
 */
public final class LogGenerator {
    private static final long SEED = 20_261_126;
    private static final int BUFFER = 1 << 20;
    private static final LocalDateTime USUAL_BEGIN = LocalDateTime.of(2026, 11, 26, 0, 0);

    private final Random random = new Random(SEED);
    private final StatementShapes shapes = new StatementShapes(random);
    private final PlanTexts plans = new PlanTexts(random);
    private final CsvLines lines;
    private long statements;
    private long plannedStatements;

    private LogGenerator(OutputStream out, LocalDateTime begin) {
        lines = new CsvLines(out, random, begin);
    }

    /**
     * What is in a log.
     *
     * @param calls of statements
     * @param plans of some of these
     */
    public record Written(long calls, long plans) {}

    /** Writes a log of at least so many bytes. */
    public static Written write(Path file, long bytes) throws IOException {
        return write(file, bytes, USUAL_BEGIN);
    }

    /**
     * The same at another time.
     *
     * @param begin of the log, in UTC
     */
    public static Written write(Path file, long bytes, LocalDateTime begin) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
            LogGenerator generator = new LogGenerator(out, begin);
            while (generator.lines.written() < bytes) {
                generator.lines.turn();
                generator.event(generator.random.nextInt(1_000));
            }
            return new Written(generator.statements, generator.plannedStatements);
        }
    }

    private void event(int lot) throws IOException {
        if (lot < 640) {
            simple(shapes.next());
        } else if (lot < 840) {
            extended();
        } else if (lot < 880) {
            planned("json");
        } else if (lot < 920) {
            planned("text");
        } else if (lot < 945) {
            failed();
        } else if (lot < 957) {
            waited();
        } else if (lot < 970) {
            sorted();
        } else if (lot < 990) {
            connected();
        } else if (lot < 998) {
            vacuumed();
        } else {
            checkpoint();
        }
    }

    private void simple(String statement) throws IOException {
        statements++;
        lines.client(
                "SELECT",
                "duration: %s ms  statement: %s".formatted(millis(), statement),
                Rest.NONE);
    }

    private void extended() throws IOException {
        String statement = shapes.nextWithParameters();
        Rest parameters =
                Rest.detail("Parameters: $1 = '%d', $2 = 'open'".formatted(random.nextInt(99_999)));
        lines.client(
                "PARSE",
                "duration: %s ms  parse <unnamed>: %s".formatted(millis(), statement),
                Rest.NONE);
        lines.client(
                "BIND",
                "duration: %s ms  bind <unnamed>: %s".formatted(millis(), statement),
                parameters);
        statements++;
        lines.client(
                "SELECT",
                "duration: %s ms  execute <unnamed>: %s".formatted(millis(), statement),
                parameters);
    }

    private void planned(String format) throws IOException {
        plannedStatements++;
        String statement = shapes.next();
        String plan = format.equals("json") ? plans.json(statement) : plans.text(statement);
        lines.client("SELECT", "duration: %s ms  plan:\n%s".formatted(millis(), plan), Rest.NONE);
        simple(statement);
    }

    private void failed() throws IOException {
        String statement = shapes.next();
        lines.client(
                "INSERT",
                "duplicate key value violates unique constraint \"orders_%d_key\""
                        .formatted(random.nextInt(20)),
                new Rest(
                        "ERROR",
                        "23505",
                        "Key (id)=(%d) already exists.".formatted(random.nextInt(99_999)),
                        statement));
    }

    private void waited() throws IOException {
        String statement = shapes.next();
        int transaction = random.nextInt(999_999);
        lines.client(
                "UPDATE waiting",
                "process %d still waiting for ShareLock on transaction %d after 1000.%03d ms"
                        .formatted(lines.pid(), transaction, random.nextInt(1_000)),
                new Rest(
                        "LOG",
                        "00000",
                        "Process holding the lock: 4711. Wait queue: %d.".formatted(lines.pid()),
                        statement));
        lines.client(
                "UPDATE waiting",
                "process %d acquired ShareLock on transaction %d after 2%03d.000 ms"
                        .formatted(lines.pid(), transaction, random.nextInt(1_000)),
                Rest.statement(statement));
        simple(statement);
    }

    private void sorted() throws IOException {
        String statement = shapes.next();
        lines.client(
                "SELECT",
                "temporary file: path \"base/pgsql_tmp/pgsql_tmp%d.%d\", size %d"
                        .formatted(lines.pid(), random.nextInt(99), random.nextInt(1 << 30)),
                Rest.statement(statement));
        simple(statement);
    }

    private void connected() throws IOException {
        lines.client(
                "authentication",
                "connection authorized: user=shop_1 database=shop_db_1 application_name=till",
                Rest.NONE);
        lines.client(
                "idle",
                "disconnection: session time: 0:00:%02d.%03d user=shop_1 database=shop_db_1 host=10.0.0.1 port=51000"
                        .formatted(random.nextInt(60), random.nextInt(1_000)),
                Rest.NONE);
    }

    private void vacuumed() throws IOException {
        lines.server(
                "autovacuum worker",
                """
                automatic vacuum of table "shop_db_1.public.orders_%d": index scans: 1
                pages: 0 removed, %d remain, 321 scanned (5.00%% of total), 0 eagerly scanned
                tuples: %d removed, 60000 remain, 0 are dead but not yet removable
                removable cutoff: 98765, which was 3 XIDs old when operation ended
                index scan needed: 99 pages from table (3.00%% of total) had 1234 dead item identifiers removed
                avg read rate: 0.100 MB/s, avg write rate: 0.200 MB/s
                buffer usage: 1234 hits, 5 reads, 6 dirtied
                WAL usage: 321 records, 2 full page images, 54321 bytes, 0 buffers full
                system usage: CPU: user: 0.01 s, system: 0.00 s, elapsed: 0.%02d s"""
                        .formatted(
                                random.nextInt(30),
                                random.nextInt(9_999),
                                random.nextInt(9_999),
                                random.nextInt(100)));
    }

    private void checkpoint() throws IOException {
        lines.server("checkpointer", "checkpoint starting: time");
        lines.server(
                "checkpointer",
                "checkpoint complete: wrote %d buffers (3.1%%), wrote 3 SLRU buffers; 0 WAL file(s) added, 0 removed, 2 recycled; write=26.900 s, sync=0.010 s, total=26.950 s; sync files=40, longest=0.004 s, average=0.001 s; distance=32000 kB, estimate=33000 kB; lsn=0/5A0B5D8, redo lsn=0/5A0B580"
                        .formatted(random.nextInt(9_999)));
    }

    /** Most are fast; a few take seconds. */
    private String millis() {
        double millis = Math.exp(random.nextGaussian() * 1.6 - 1);
        return String.format(Locale.ROOT, "%.3f", millis);
    }
}
