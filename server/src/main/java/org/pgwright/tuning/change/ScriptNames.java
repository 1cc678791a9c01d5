package org.pgwright.tuning.change;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.collector.RelationLookup;
import org.pgwright.ddl.ObjectName;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ReadTransaction;

import java.util.List;

/** Finds what the names in somebody's statements mean in a database. */
final class ScriptNames {
    private ScriptNames() {}

    /**
     * A table or index.
     *
     * @throws PgwrightException USAGE if there is none, or are several
     */
    static RelationLookup.Found found(ReadTransaction transaction, ObjectName name) {
        return only(name, RelationLookup.find(transaction, name.schema(), name.name()));
    }

    /**
     * A table.
     *
     * @throws PgwrightException as {@link #found}
     */
    static QualifiedName table(ReadTransaction transaction, ObjectName name) {
        return found(transaction, name).table();
    }

    /**
     * The one that was found.
     *
     * @throws PgwrightException USAGE if there is none, or are several
     */
    static RelationLookup.Found only(ObjectName name, List<RelationLookup.Found> found) {
        if (found.isEmpty()) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the database has no " + name.shown(),
                    "correct the file, or name the database that it is for");
        }
        if (found.size() > 1) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "several schemas have " + name.shown(),
                    "write its schema in the file, such as " + found.getFirst().name());
        }
        return found.getFirst();
    }
}
