package org.pgwright.report;

/** What is told of something: by the command line, by pages, and by the API, in the same words. */
public interface Report {
    /** The report in a form, in text that ends with a line feed. */
    String render(FiguresFormat format, Layout layout);
}
