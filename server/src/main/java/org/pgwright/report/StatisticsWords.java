package org.pgwright.report;

import org.pgwright.advisor.Advice.StatisticsObject;

import java.util.List;

/** How reports name the extended statistics that are to be made. */
final class StatisticsWords {
    static final String TITLE = "Extended statistics";

    static final String MEANING =
            "They take next to no room and cost writes nothing. Costs rise where estimates were too"
                    + " low; what counts is that the planner takes the plan that is right for the"
                    + " rows that come.";

    private StatisticsWords() {}

    /** The columns with their table. */
    static String subject(StatisticsObject made) {
        return made.table().shown() + " (" + String.join(", ", made.columns()) + ")";
    }

    /** What makes and fills it. */
    static List<String> statements(StatisticsObject made) {
        return List.of(made.definition(), "ANALYZE " + made.table().shown());
    }
}
