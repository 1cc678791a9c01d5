package org.pgwright.repository.present;

import org.pgwright.observation.Counters;

/** What a server had counted for a database, a table or an index at the last look. */
public record Counted(Place place, Counters counters) {}
