package org.pgwright.report.migration;

/** Whose files are written. */
public enum MigrationFormat {
    /** psql's. */
    SQL("SQL"),
    FLYWAY("Flyway"),
    /** Formatted SQL. */
    LIQUIBASE("Liquibase"),
    ALEMBIC("Alembic"),
    RAILS("Rails"),
    DJANGO("Django");

    private final String shown;

    MigrationFormat(String shown) {
        this.shown = shown;
    }

    /** The name that its users know. */
    public String shown() {
        return shown;
    }
}
