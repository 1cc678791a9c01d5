package org.pgwright.tuning.watch;

import org.jspecify.annotations.Nullable;
import org.pgwright.collector.RelationsCollector;
import org.pgwright.collector.SchemaCollector;
import org.pgwright.observation.CounterKind;
import org.pgwright.observation.NodeKey;
import org.pgwright.observation.RelationReadings;
import org.pgwright.observation.SchemaReading;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.repository.PartitionedTable;
import org.pgwright.repository.samples.CounterStore;
import org.pgwright.repository.samples.Databases;
import org.pgwright.repository.samples.Keeper;
import org.pgwright.repository.samples.Relations;
import org.pgwright.repository.samples.SchemaStore;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.util.List;

/** Looks into a database of a server, and keeps what it finds there. */
final class DatabaseLooks {
    private final Keeper keeper;
    private final NodeKey node;
    private final NodeIdentity identity;
    private final Databases databases;
    private final Relations relations;
    private final SchemaStore schemas = new SchemaStore();

    DatabaseLooks(
            Keeper keeper,
            NodeKey node,
            NodeIdentity identity,
            Databases databases,
            CounterStore counters) {
        this.keeper = keeper;
        this.node = node;
        this.identity = identity;
        this.databases = databases;
        this.relations = new Relations(counters);
    }

    /** What is done in each database: first what counts, which makes tables known to the others. */
    List<Task> tasks(Rhythm rhythm) {
        return List.of(
                new Task("relations", rhythm.relations(), this::relations),
                new Task("schema", rhythm.schema(), this::schema));
    }

    private Runnable relations(ReadTransaction transaction) {
        RelationReadings readings = RelationsCollector.read(transaction);
        return () -> keep(readings);
    }

    /** Both tables take samples of the same moment. */
    private void keep(RelationReadings readings) {
        Instant taken = readings.look().takenAt();
        keeper.ensure(CounterKind.TABLE, taken);
        keeper.write(
                node,
                CounterKind.INDEX,
                taken,
                jdbc -> {
                    Integer number = number(jdbc, readings.databaseOid());
                    if (number != null) {
                        relations.record(jdbc, node, identity.isPrimary(), number, readings);
                    }
                    return null;
                });
    }

    /** A replica has the same schema as its primary. */
    private Runnable schema(ReadTransaction transaction) {
        if (!identity.isPrimary()) {
            return () -> {};
        }
        SchemaReading reading = SchemaCollector.read(transaction);
        return () ->
                keeper.write(
                        node,
                        PartitionedTable.BLOAT_ESTIMATE,
                        reading.takenAt(),
                        jdbc -> {
                            Integer number = number(jdbc, reading.databaseOid());
                            if (number != null) {
                                schemas.record(jdbc, node, number, reading);
                            }
                            return null;
                        });
    }

    /** Null for one that is not known yet, or gone already. */
    private @Nullable Integer number(JdbcClient jdbc, long databaseOid) {
        return databases.numbers(jdbc, node).get(databaseOid);
    }
}
