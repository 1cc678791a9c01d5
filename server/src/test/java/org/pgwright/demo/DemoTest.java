package org.pgwright.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.testing.TestServers;
import org.pgwright.tuning.AdviceRun;
import org.pgwright.tuning.KeptStatements;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

final class DemoTest {
    @Test
    void tellsTheWholeStory() {
        List<String> sections = new ArrayList<>();
        Set<String> phases = new LinkedHashSet<>();

        demo().run(sections::add, (phase, done, total) -> phases.add(phase));

        assertThat(String.join("", sections))
                .containsSubsequence(
                        "pgwright demo",
                        "Loaded 20,000 training runs",
                        "Baseline",
                        "runs-by-experiment",
                        "Advice",
                        "CREATE INDEX",
                        "Built concurrently",
                        "Before and after",
                        "runs-by-experiment",
                        "The price",
                        "pgwright advise")
                .doesNotContain("not built", "left invalid", "postponed");
        assertThat(phases)
                .contains("Loading training_runs", "Running the workload", "Building indexes");
    }

    private static Demo demo() {
        DemoOptions options =
                DemoOptions.defaults(TestServers.installations(), TestServers.cache())
                        .withScale(0.02);
        return new Demo(
                options,
                new AdviceRun(
                        options.installations(),
                        options.cache(),
                        new KeptStatements(where -> Repository.open(where, Repositories::local)),
                        InstantSource.system(),
                        "test"),
                InstantSource.system(),
                new SecureRandom());
    }
}
