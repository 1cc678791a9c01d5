package org.pgwright.benchmarks.storage;

import org.pgwright.benchmarks.generated.GeneratedDatabase;
import org.pgwright.benchmarks.generated.StatementGenerator;
import org.pgwright.observation.CounterKind;
import org.pgwright.observation.Counters;
import org.pgwright.observation.DatabaseCounter;
import org.pgwright.observation.DatabaseReading;
import org.pgwright.observation.DatabaseReadings;
import org.pgwright.observation.NodeKey;
import org.pgwright.observation.StatementKey;
import org.pgwright.observation.StatementText;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Instances;
import org.pgwright.repository.RegisteredNode;
import org.pgwright.repository.Repository;
import org.pgwright.repository.ServerSeen;
import org.pgwright.repository.samples.CounterStore;
import org.pgwright.repository.samples.Databases;
import org.pgwright.repository.samples.StatementSources;
import org.pgwright.workload.Statement;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An instance with one database and its statements, as the repository knows it.
 *
 * @param database its number
 * @param sources the numbers of the statements
 * @param texts of the statements
 */
record SimulatedInstance(NodeKey node, int database, List<Integer> sources, List<String> texts) {
    static final long DATABASE_OID = 16_384;

    private static final long ROLE_OID = 16_385;

    /** Registers one, with so many statements. */
    static SimulatedInstance register(Repository repository, Ids ids, Instant at, int statements) {
        RegisteredNode registered =
                new Instances(repository, InstantSource.fixed(at), ids)
                        .register(
                                new ServerSeen(
                                        1,
                                        ConnectionSettings.to(
                                                "db.example.org", 5432, "pgwright", "shop", null),
                                        "pgwright",
                                        false,
                                        "18.1",
                                        at),
                                "shop");
        NodeKey node = new NodeKey(registered.instanceId(), registered.nodeId());
        List<String> texts =
                StatementGenerator.workload(new GeneratedDatabase(1), statements)
                        .statements()
                        .stream()
                        .map(Statement::text)
                        .toList();
        return repository.inTransaction(
                jdbc -> {
                    Databases databases = new Databases(new CounterStore());
                    databases.record(jdbc, node, true, databases(at, Map.of()));
                    StatementSources sources = new StatementSources();
                    sources.add(jdbc, node, sources(texts), at);
                    return new SimulatedInstance(
                            node,
                            databases.numbers(jdbc, node).getOrDefault(DATABASE_OID, 0),
                            sources.known(jdbc, node).values().stream().sorted().toList(),
                            texts);
                });
    }

    /** The database, with what was counted of it. */
    static DatabaseReadings databases(Instant at, Map<DatabaseCounter, Long> counted) {
        return new DatabaseReadings(
                at,
                at,
                List.of(
                        new DatabaseReading(
                                DATABASE_OID,
                                "shop",
                                true,
                                10_000_000_000L,
                                50_000_000,
                                null,
                                Counters.of(CounterKind.DATABASE, counted))));
    }

    private static Map<StatementKey, StatementText> sources(List<String> texts) {
        Map<StatementKey, StatementText> sources = new HashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            sources.put(
                    new StatementKey(DATABASE_OID, ROLE_OID, i + 1, true),
                    new StatementText("app", texts.get(i)));
        }
        return sources;
    }
}
