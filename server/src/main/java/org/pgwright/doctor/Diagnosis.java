package org.pgwright.doctor;

import java.util.List;

/**
 * Something that is missing.
 *
 * @param subject what it is about: a setting, an extension, a grant
 * @param effect what is lost by it
 * @param remedy statements and steps that mend it, in order
 */
public record Diagnosis(Severity severity, String subject, String effect, List<String> remedy) {
    public Diagnosis {
        remedy = List.copyOf(remedy);
    }

    /** How much is lost, the worst first. */
    public enum Severity {
        /** Without it there is no advice, or none from the server's own statements. */
        NEEDED("needed"),
        /** Without it advice is less exact. */
        BETTER("better"),
        /** Of use to people who look for slow statements; advice does without. */
        USEFUL("useful");

        private final String label;

        Severity(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
