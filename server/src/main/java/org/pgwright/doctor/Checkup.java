package org.pgwright.doctor;

import java.util.List;

/**
 * What the doctor found.
 *
 * @param role that connected
 * @param diagnoses the worst first; none where all is well
 */
public record Checkup(
        String version, Hosting hosting, String database, String role, List<Diagnosis> diagnoses) {
    public Checkup {
        diagnoses = List.copyOf(diagnoses);
    }
}
