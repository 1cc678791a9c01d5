package org.pgwright.web.page;

import org.jspecify.annotations.Nullable;

/**
 * Something that somebody should look at.
 *
 * @param address where more of it is; null for nowhere
 */
public record Concern(Level level, String sentence, @Nullable String address) {
    /** How much it matters. */
    public enum Level {
        CRITICAL("Critical"),
        WARNING("Warning"),
        HINT("Would help");

        private final String word;

        Level(String word) {
            this.word = word;
        }

        /** As people read it. */
        public String word() {
            return word;
        }

        /** As style sheets name it. */
        public String style() {
            return switch (this) {
                case CRITICAL -> "critical";
                case WARNING -> "warning";
                case HINT -> "hint";
            };
        }
    }
}
