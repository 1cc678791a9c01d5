package org.pgwright.report;

/** The forms that a report on index advice comes in. */
public enum Format {
    /** For people at a terminal. */
    TEXT,
    /** For programs; fields are added, never changed. */
    JSON,
    /** A script for psql. */
    SQL,
    /** For issues, pull requests and wikis. */
    MARKDOWN;

    /**
     * The report in this form, in UTF-8 text that ends with a line feed.
     *
     * @param layout used by {@link #TEXT} only
     */
    public String render(AdviceReport report, Layout layout) {
        return switch (this) {
            case TEXT -> new AdviceText(report, layout).render();
            case JSON -> AdviceJson.render(report);
            case SQL -> AdviceSql.render(report);
            case MARKDOWN -> AdviceMarkdown.render(report);
        };
    }
}
