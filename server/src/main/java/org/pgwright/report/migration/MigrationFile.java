package org.pgwright.report.migration;

import java.util.Locale;

/**
 * A file to write.
 *
 * @param phase that it belongs to, from 1
 * @param name without a folder
 */
public record MigrationFile(int phase, Purpose purpose, String name, String content) {
    /** What a file is for. */
    public enum Purpose {
        UP,
        DOWN,
        /** Up and down in one. */
        BOTH,
        /** How the tool is to run another one. */
        SETTINGS;

        /** The word for it in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
