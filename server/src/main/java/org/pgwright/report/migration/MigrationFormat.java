package org.pgwright.report.migration;

/** Whose files are written. */
public enum MigrationFormat {
    /** psql's. */
    SQL,
    FLYWAY,
    /** Formatted SQL. */
    LIQUIBASE,
    ALEMBIC,
    RAILS,
    DJANGO
}
