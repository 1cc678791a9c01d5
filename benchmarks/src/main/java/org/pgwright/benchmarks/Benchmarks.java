package org.pgwright.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** Runs a benchmark: {@code bin/benchmark fidelity [MAJOR...]}. */
public final class Benchmarks {
    private static final List<Integer> DEFAULT_MAJORS = List.of(18);

    private Benchmarks() {}

    /** Prints the table and keeps it, with all values, in {@code benchmarks/target/results}. */
    public static void main(String[] arguments) throws SQLException, IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        if (arguments.length == 0) {
            err.println("usage: bin/benchmark fidelity [MAJOR...]");
            System.exit(2);
        }
        Machine machine =
                Machine.local(Path.of(System.getProperty("pgwright.postgres")), System.getenv());
        Results results = new Results(Path.of(System.getProperty("pgwright.results")));
        List<Integer> majors =
                Arrays.stream(arguments).skip(1).map(Integer::valueOf).sorted().toList();
        switch (arguments[0]) {
            case "fidelity" ->
                    out.print(
                            new FidelityBenchmark(machine, new ProgressLines(err))
                                    .run(majors.isEmpty() ? DEFAULT_MAJORS : majors, results));
            default -> {
                err.println("there is no benchmark " + arguments[0]);
                System.exit(2);
            }
        }
    }
}
