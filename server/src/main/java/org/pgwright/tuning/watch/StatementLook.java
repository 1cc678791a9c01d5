package org.pgwright.tuning.watch;

import org.pgwright.collector.StatementsCollector;
import org.pgwright.observation.CounterKind;
import org.pgwright.observation.CounterReading;
import org.pgwright.observation.NodeKey;
import org.pgwright.observation.StatementKey;
import org.pgwright.observation.StatementReadings;
import org.pgwright.observation.StatementText;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.repository.samples.CounterScope;
import org.pgwright.repository.samples.CounterStore;
import org.pgwright.repository.samples.Keeper;
import org.pgwright.repository.samples.StatementSources;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps what pg_stat_statements of a node counts. Texts are asked for only of new statements. */
final class StatementLook implements Task.Look {
    /** A text that could not be had is asked for again after so many looks. */
    private static final int PATIENCE = 10;

    private final Keeper keeper;
    private final NodeKey node;
    private final StatementSources sources = new StatementSources();
    private final CounterStore counters;
    private Map<StatementKey, Integer> known;
    private final Set<StatementKey> withoutText = new HashSet<>();
    private int looks;

    StatementLook(Keeper keeper, NodeKey node, CounterStore counters) {
        this.keeper = keeper;
        this.node = node;
        this.counters = counters;
        this.known = keeper.read(jdbc -> sources.known(jdbc, node));
    }

    @Override
    public Runnable read(ReadTransaction transaction) {
        StatementReadings readings = StatementsCollector.read(transaction);
        if (++looks % PATIENCE == 0) {
            withoutText.clear();
        }
        List<StatementKey> unknown =
                readings.readings().stream()
                        .map(CounterReading::object)
                        .filter(key -> !known.containsKey(key) && !withoutText.contains(key))
                        .toList();
        if (unknown.isEmpty()) {
            return () -> keep(readings, Map.of());
        }
        Map<StatementKey, StatementText> texts = StatementsCollector.texts(transaction, unknown);
        withoutText.addAll(unknown);
        withoutText.removeAll(texts.keySet());
        return () -> keep(readings, texts);
    }

    private void keep(StatementReadings readings, Map<StatementKey, StatementText> texts) {
        var taken = readings.look().takenAt();
        if (!texts.isEmpty()) {
            known =
                    keeper.write(
                            node,
                            jdbc -> {
                                sources.add(jdbc, node, texts, taken);
                                return sources.known(jdbc, node);
                            });
            texts.keySet().stream()
                    .filter(key -> !known.containsKey(key))
                    .forEach(withoutText::add);
        }
        keeper.write(
                node,
                CounterKind.STATEMENT,
                taken,
                jdbc ->
                        counters.record(
                                jdbc,
                                CounterScope.ofServer(node, CounterKind.STATEMENT),
                                readings.look(),
                                numbered(readings)));
    }

    /** Those without a number belong to databases that are not known, or are gone already. */
    private List<CounterReading<Integer>> numbered(StatementReadings readings) {
        List<CounterReading<Integer>> numbered = new ArrayList<>();
        for (CounterReading<StatementKey> reading : readings.readings()) {
            Integer number = known.get(reading.object());
            if (number != null) {
                numbered.add(reading.of(number));
            }
        }
        return numbered;
    }
}
