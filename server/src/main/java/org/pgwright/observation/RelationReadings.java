package org.pgwright.observation;

import java.util.List;

/** The tables and indexes of one database at one moment. */
public record RelationReadings(
        long databaseOid, CounterLook look, List<TableReading> tables, List<IndexReading> indexes) {
    public RelationReadings {
        tables = List.copyOf(tables);
        indexes = List.copyOf(indexes);
    }
}
