package org.pgwright.web.page;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.repository.figures.TableFigures;

/** The last part of the address of a table's page. */
public final class TableAddress {
    private TableAddress() {}

    /** With its database and schema, as two may have tables of one name. */
    public static String of(TableFigures table) {
        return of(table.databaseName(), table.name());
    }

    /** The same of a table of a database. */
    public static String of(String database, QualifiedName table) {
        return Address.part(database + "." + table.schema() + "." + table.name());
    }
}
