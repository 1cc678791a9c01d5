package org.pgwright.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Runs a benchmark: {@code bin/benchmark NAME [ARGUMENT...]}. */
public final class Benchmarks {
    private static final List<Integer> DEFAULT_MAJORS = List.of(18);
    private static final List<Integer> DEFAULT_SIZES = List.of(100, 300, 1_000);
    private static final double DEFAULT_SCALE = 1;

    /** Every index is built twice, and every query executed with and without each. */
    private static final double TRUTH_SCALE = 0.2;

    private Benchmarks() {}

    /** Prints the table and keeps it, with all values, in {@code benchmarks/target/results}. */
    public static void main(String[] arguments) throws SQLException, IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        Machine machine =
                Machine.local(Path.of(System.getProperty("pgwright.postgres")), System.getenv());
        Results results = new Results(Path.of(System.getProperty("pgwright.results")));
        ProgressLines progress = new ProgressLines(err);
        List<String> rest = Arrays.stream(arguments).skip(1).toList();
        switch (arguments.length == 0 ? "" : arguments[0]) {
            case "fidelity" ->
                    out.print(new FidelityBenchmark(machine, progress).run(majors(rest), results));
            case "advise-speed" ->
                    out.print(
                            new AdviseSpeed(machine, progress)
                                    .run(scale(rest, DEFAULT_SCALE), results));
            case "tpch-budgets" ->
                    out.print(
                            new TpchBudgets(machine, progress)
                                    .run(BudgetArguments.of(rest), results));
            case "registry" ->
                    out.print(
                            new RegistryBenchmark(machine, progress)
                                    .run(scale(rest, DEFAULT_SCALE), results));
            case "writes" ->
                    out.print(
                            new WritesBenchmark(machine, progress)
                                    .run(scale(rest, DEFAULT_SCALE), results));
            case "workload-size" ->
                    out.print(new WorkloadSize(machine, progress).run(sizes(rest), results));
            case "truth" ->
                    out.print(
                            new TruthBenchmark(machine, progress)
                                    .run(scale(rest, TRUTH_SCALE), results));
            case "collect-cost" ->
                    out.print(new CollectCostBenchmark(machine, progress).run(rest, results));
            case "collect-truth" ->
                    out.print(new CollectTruthBenchmark(machine, progress).run(rest, results));
            case "storage" -> out.print(new StorageBenchmark(machine, progress).run(rest, results));
            case "fleet" -> out.print(new FleetBenchmark(machine, progress).run(rest, results));
            case "log-reading" ->
                    out.print(new LogReadingBenchmark(machine, progress).run(rest, results));
            case "log-storing" ->
                    out.print(new LogStoringBenchmark(machine, progress).run(rest, results));
            case "pages" -> out.print(new PagesBenchmark(machine, progress).run(rest, results));
            case "serve-load" ->
                    out.print(new ServeLoadBenchmark(machine, progress).run(rest, results));
            case "staged-indexes" ->
                    out.print(new StagedIndexesBenchmark(machine, progress).run(rest, results));
            default -> {
                err.print(usage());
                System.exit(2);
            }
        }
    }

    /** What bin/benchmark shows, too, before anything is built. */
    private static String usage() throws IOException {
        try (InputStream text = Benchmarks.class.getResourceAsStream("usage.txt")) {
            return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<Integer> majors(List<String> arguments) {
        return arguments.isEmpty()
                ? DEFAULT_MAJORS
                : arguments.stream().map(Integer::valueOf).sorted().toList();
    }

    private static List<Integer> sizes(List<String> arguments) {
        return arguments.isEmpty()
                ? DEFAULT_SIZES
                : arguments.stream().map(Integer::valueOf).sorted().toList();
    }

    private static double scale(List<String> arguments, double usual) {
        return arguments.isEmpty() ? usual : Double.parseDouble(arguments.getFirst());
    }
}
