package org.pgwright.log;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.event.LogEvent;
import org.pgwright.log.event.LogEvent.PlanForm;
import org.pgwright.planner.ExecutedPlan;
import org.pgwright.postgres.ExecutedPlanJson;
import org.pgwright.postgres.ExecutedPlanText;

/**
 * A plan of auto_explain as it was logged, which holds literals. Only those in JSON and text are
 * read.
 */
public record LoggedPlanText(PlanForm form, String statement, String text) {
    /** Null if the form is not one that is read, or does not say of which statement it is. */
    public static @Nullable LoggedPlanText of(LogEvent.PlanLogged logged) {
        String statement =
                switch (logged.form()) {
                    case TEXT -> logged.statement();
                    case JSON -> ExecutedPlanJson.statement(logged.plan());
                    case XML, YAML -> "";
                };
        return statement.isEmpty()
                ? null
                : new LoggedPlanText(logged.form(), statement, logged.plan());
    }

    /** Whether it may tell how long a scan of an index took; reading all plans would cost. */
    public boolean hasIndexTimes() {
        return form == PlanForm.JSON
                ? text.contains("\"Index Name\"") && text.contains("\"Actual Total Time\"")
                : text.contains("Index ") && text.contains("(actual time=");
    }

    /** The plan; null if it is cut off, too large, or none. */
    public @Nullable ExecutedPlan read() {
        try {
            return form == PlanForm.JSON
                    ? ExecutedPlanJson.read(text)
                    : ExecutedPlanText.read(text);
        } catch (IllegalArgumentException notAPlan) {
            return null;
        }
    }
}
