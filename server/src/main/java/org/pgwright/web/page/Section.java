package org.pgwright.web.page;

/** The pages of a database, in the order of its navigation. */
public enum Section {
    OVERVIEW("Overview", ""),
    QUERIES("Queries", "/queries"),
    INDEXES("Indexes", "/indexes"),
    TABLES("Tables", "/tables"),
    ACTIVITY("Activity", "/activity"),
    ADVISOR("Advisor", "/advisor"),
    CHANGES("Changes", "/changes"),
    ALERTS("Alerts", "/alerts"),
    LOGS("Logs", "/logs");

    private final String title;
    private final String path;

    Section(String title, String path) {
        this.title = title;
        this.path = path;
    }

    /** As people read it. */
    public String title() {
        return title;
    }

    /** Where it is below the database's own page. */
    public String path() {
        return path;
    }
}
