package org.pgwright.hypopg;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.Query;
import org.pgwright.postgres.ReadTransaction;

import java.util.List;
import java.util.Map;

/**
 * The extension as it is installed in a database.
 *
 * @param schema that its functions are in
 * @param hides whether it can hide existing indexes, as it does from 1.4 on
 */
record HypoPg(String schema, String version, boolean hides) {
    /**
     * Looks for it.
     *
     * @throws PgwrightException USAGE if it is not there
     */
    static HypoPg find(ReadTransaction transaction, String database) {
        List<HypoPg> found =
                transaction.rows(
                        "hypopg.extension",
                        Deadlines.CHECKUP,
                        row ->
                                new HypoPg(
                                        row.text("schema_name"),
                                        row.text("version"),
                                        row.flag("hides")));
        if (found.isEmpty()) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the extension hypopg is not installed in database " + database,
                    "run CREATE EXTENSION hypopg there, or leave out --what-if hypopg");
        }
        return found.getFirst();
    }

    /** A query of this package, its function calls with the extension's schema. */
    Query query(String name, ReadTransaction transaction) {
        return Query.named("hypopg." + name, transaction.major())
                .withNames(Map.of("schema", schema));
    }
}
