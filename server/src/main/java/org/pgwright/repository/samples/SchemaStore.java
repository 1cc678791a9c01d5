package org.pgwright.repository.samples;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.observation.NodeKey;
import org.pgwright.observation.SchemaReading;
import org.pgwright.observation.SchemaReading.IndexSize;
import org.pgwright.observation.SchemaReading.TableSize;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Keeps what a look at a schema found: what is wrong and the figures of columns as they are now,
 * sizes look by look.
 */
public final class SchemaStore {
    private final RelationNumbers numbers = new RelationNumbers();
    private final SchemaFindingStates findings = new SchemaFindingStates();
    private final ColumnStates columns = new ColumnStates();
    private final SizeEstimates sizes = new SizeEstimates();

    /** Something with its number in the repository. */
    record Numbered<T>(int number, T of) {}

    /**
     * Keeps a look at a database of the primary. Tables and indexes that are not known yet are left
     * out until the next look.
     *
     * @param databaseId its number in the repository
     */
    public void record(JdbcClient jdbc, NodeKey node, int databaseId, SchemaReading reading) {
        Place place = new Place(node, databaseId, reading.takenAt());
        findings.write(jdbc, place, reading.findings());
        Map<QualifiedName, Integer> tables = numbers.knownTables(jdbc, node, databaseId);
        Map<RelationNumbers.IndexName, Integer> indexes =
                numbers.knownIndexes(jdbc, node, databaseId);
        List<Numbered<TableSize>> ofTables =
                numbered(reading.tables(), table -> tables.get(table.name()));
        List<Numbered<IndexSize>> ofIndexes =
                numbered(
                        reading.indexes(),
                        index ->
                                indexes.get(
                                        new RelationNumbers.IndexName(
                                                index.table(), index.name())));
        columns.write(jdbc, place, ofTables);
        sizes.write(jdbc, place, ofTables, ofIndexes);
    }

    private static <T> List<Numbered<T>> numbered(
            List<T> all, Function<T, @Nullable Integer> numberOf) {
        List<Numbered<T>> numbered = new ArrayList<>();
        for (T one : all) {
            Integer number = numberOf.apply(one);
            if (number != null) {
                numbered.add(new Numbered<>(number, one));
            }
        }
        return numbered;
    }

    /** Of which database, and when. */
    record Place(NodeKey node, int databaseId, Instant seen) {
        /** A statement with the parameters instance, database and seen. */
        JdbcClient.StatementSpec statement(JdbcClient jdbc, String sql) {
            return jdbc.sql(sql)
                    .param("instance", node.instanceId())
                    .param("database", databaseId)
                    .param("seen", Times.of(seen));
        }
    }
}
