package org.pgwright.observation;

/**
 * What a row of pg_stat_statements says beside its counters.
 *
 * @param roleName who ran it
 * @param text as the server shows it; may hold constants, so it is never kept as it is
 */
public record StatementText(String roleName, String text) {
    @Override
    public String toString() {
        return "StatementText[" + roleName + ", " + text.length() + " characters]";
    }
}
