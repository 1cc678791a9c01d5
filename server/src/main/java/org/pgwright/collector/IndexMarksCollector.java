package org.pgwright.collector;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.observation.IndexMarks;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;

import java.util.List;

/** Reads what indexes have that their definitions do not say. */
public final class IndexMarksCollector {
    private IndexMarksCollector() {}

    /** Of all indexes of the database of the transaction. */
    public static List<IndexMarks> read(ReadTransaction transaction) {
        return transaction.rows(
                "collector.index_marks",
                Deadlines.CATALOG,
                row ->
                        new IndexMarks(
                                new QualifiedName(row.text("schema_name"), row.text("index_name")),
                                row.number("oid"),
                                row.textOrNull("tablespace"),
                                row.flag("has_comment"),
                                row.flag("has_targets"),
                                row.texts("extensions")));
    }
}
