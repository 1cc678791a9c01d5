package org.pgwright.repository.present;

/** How large an index is, or all of a database together that are not told one by one. */
public record IndexSize(Place place, long bytes) {}
