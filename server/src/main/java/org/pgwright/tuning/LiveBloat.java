package org.pgwright.tuning;

import org.pgwright.collector.BloatMeter;
import org.pgwright.collector.SchemaCollector;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.observation.BloatMeasure;
import org.pgwright.observation.SchemaReading;
import org.pgwright.planner.Progress;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.TargetReader;
import org.pgwright.report.BloatEstimatesReport;
import org.pgwright.report.BloatMeasuresReport;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Looks at the bloat of a database right now; keeps nothing. */
public final class LiveBloat {
    private static final String PHASE = "Measuring";

    private final ConnectionSettings server;
    private final Consumer<String> warnings;

    /**
     * @param warnings told what the user should know
     */
    public LiveBloat(ConnectionSettings server, Consumer<String> warnings) {
        this.server = server;
        this.warnings = warnings;
    }

    /**
     * Estimates of all tables and B-trees.
     *
     * @param top how many to show
     */
    public BloatEstimatesReport estimated(int top) {
        try (TargetReader reader = open();
                ReadTransaction transaction = reader.begin()) {
            SchemaReading reading = SchemaCollector.read(transaction);
            return BloatEstimatesReport.of(shown(), server.database(), reading, top);
        }
    }

    /**
     * Measures what is named, each in a transaction of its own, so that vacuum is not held back
     * longer than one takes. A table comes with its B-trees.
     *
     * @throws PgwrightException USAGE for what is not there, or cannot be measured
     */
    public BloatMeasuresReport measured(List<String> names, Progress progress) {
        try (TargetReader reader = open()) {
            BloatMeter meter;
            List<BloatMeter.Relation> wanted;
            try (ReadTransaction transaction = reader.begin()) {
                meter = BloatMeter.find(transaction, server.database(), reader.role());
                wanted = wanted(names, BloatMeter.relations(transaction));
            }
            List<BloatMeasure> measures = new ArrayList<>();
            for (BloatMeter.Relation relation : wanted) {
                progress.step(PHASE, measures.size(), wanted.size());
                try (ReadTransaction transaction = reader.begin()) {
                    measures.add(meter.measure(transaction, relation));
                }
            }
            return new BloatMeasuresReport(shown(), server.database(), measures);
        }
    }

    private static List<BloatMeter.Relation> wanted(
            List<String> names, List<BloatMeter.Relation> all) {
        Set<BloatMeter.Relation> wanted = new LinkedHashSet<>();
        for (String name : names) {
            List<BloatMeter.Relation> named = all.stream().filter(r -> r.isNamed(name)).toList();
            if (named.size() != 1) {
                throw new PgwrightException(
                        ErrorCode.USAGE,
                        named.isEmpty()
                                ? "there is no table or B-tree " + name
                                : "several tables or B-trees are named " + name,
                        named.isEmpty()
                                ? "name one as in orders or public.orders"
                                : "name its schema, too: schema.name");
            }
            BloatMeter.Relation relation = named.getFirst();
            wanted.add(relation);
            if (relation.index() == null) {
                all.stream().filter(r -> r.table().equals(relation.table())).forEach(wanted::add);
            }
        }
        return List.copyOf(wanted);
    }

    private TargetReader open() {
        TargetReader reader = TargetReader.open(server);
        reader.warnings().forEach(warnings);
        return reader;
    }

    private String shown() {
        return server.host() + ":" + server.port();
    }
}
