package org.pgwright.report;

/** The forms that the report of a check comes in. */
public enum CheckFormat {
    /** For people at a terminal. */
    TEXT,
    /** For programs; fields are added, never changed. */
    JSON,
    /** JUnit's XML, as Jenkins and GitLab show test results. */
    JUNIT,
    /** SARIF 2.1.0, as GitHub shows findings of static analysis. */
    SARIF;

    /**
     * The report in this form, in UTF-8 text that ends with a line feed.
     *
     * @param layout used by {@link #TEXT} only
     */
    public String render(CheckReport report, Layout layout) {
        return switch (this) {
            case TEXT -> new CheckText(report, layout).render();
            case JSON -> CheckJson.render(report);
            case JUNIT -> CheckJunit.render(report);
            case SARIF -> CheckSarif.render(report);
        };
    }
}
