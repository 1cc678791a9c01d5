package org.pgwright.repository.present;

/** What a value is of; parts that there are none of are empty. */
public record Place(String server, String database, String schema, String table, String index) {
    /** Stands for all that are not told one by one. No name of PostgreSQL's own looks like it. */
    public static final String OTHER = "(other)";

    /** A table wherever it is, as its database has it. */
    public static Place ofTable(String database, String schema, String table) {
        return new Place("", database, schema, table, "");
    }
}
