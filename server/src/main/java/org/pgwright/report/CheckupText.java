package org.pgwright.report;

import org.pgwright.doctor.Checkup;
import org.pgwright.doctor.Diagnosis;

import java.util.ArrayList;
import java.util.List;

/** What the doctor found, as text for people. */
public final class CheckupText {
    private CheckupText() {}

    /** Text that ends with a line feed. */
    public static String render(Checkup checkup, Layout layout) {
        List<String> lines = new ArrayList<>();
        lines.addAll(
                Words.wrapped(
                        "Database %s on PostgreSQL %s (%s), as role %s"
                                .formatted(
                                        checkup.database(),
                                        checkup.version(),
                                        checkup.hosting().label(),
                                        checkup.role()),
                        "",
                        layout.columns()));
        if (checkup.diagnoses().isEmpty()) {
            lines.add("");
            lines.add("Nothing is missing.");
        } else {
            checkup.diagnoses().forEach(diagnosis -> add(diagnosis, layout, lines));
            lines.add("");
            lines.addAll(
                    Words.wrapped(
                            "The statements are for " + checkup.hosting().administrator() + ".",
                            "",
                            layout.columns()));
        }
        return String.join("\n", lines) + "\n";
    }

    private static void add(Diagnosis diagnosis, Layout layout, List<String> lines) {
        lines.add("");
        lines.add(
                layout.heading(
                        diagnosis.severity().label() + ": " + Words.oneLine(diagnosis.subject())));
        lines.addAll(Words.wrapped(diagnosis.effect(), "  ", layout.columns()));
        diagnosis.remedy().forEach(step -> lines.add("    " + Words.printable(step)));
    }
}
