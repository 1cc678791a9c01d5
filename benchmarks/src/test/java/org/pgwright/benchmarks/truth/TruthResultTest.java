package org.pgwright.benchmarks.truth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pgwright.benchmarks.built.QueryChange;

import java.util.List;

final class TruthResultTest {
    private static final Gain NOTHING = new Gain(10, 0.1, 0.01);
    private static final Gain MUCH = new Gain(1_000, 80, 0.9);

    @Test
    void callsAnIndexUselessThatHelpsNeitherAloneNorWithTheOthers() {
        TruthResult result =
                new TruthResult(
                        "shop",
                        List.of(
                                new IndexTruth("first", MUCH, NOTHING),
                                new IndexTruth("second", NOTHING, MUCH),
                                new IndexTruth("third", NOTHING, NOTHING)),
                        List.of(),
                        List.of());

        assertThat(result.useless()).containsExactly("third");
    }

    @Test
    void tellsSlowerQueriesFromNoise() {
        TruthResult result =
                new TruthResult(
                        "shop",
                        List.of(),
                        List.of(
                                change("slower", 100, 125),
                                change("as before", 100, 109),
                                change("too short to tell", 0.1, 0.2)),
                        List.of());

        assertThat(result.slower()).containsExactly("slower: 1.25 times");
    }

    @Test
    void tellsSlowerQueriesThatWereCalledDoubtfulFromOthers() {
        TruthResult result =
                new TruthResult(
                        "shop",
                        List.of(),
                        List.of(
                                change("foreseen", 100, 125),
                                change("a surprise", 100, 150),
                                change("faster after all", 100, 10)),
                        List.of("foreseen", "faster after all"));

        assertThat(result.slower())
                .containsExactly("foreseen: 1.25 times", "a surprise: 1.50 times");
        assertThat(result.unflagged()).containsExactly("a surprise: 1.50 times");
    }

    private static QueryChange change(String name, double before, double after) {
        return new QueryChange(name, 1, 10, 5, before, after, true, List.of());
    }
}
