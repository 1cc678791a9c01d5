package org.pgwright.observation;

import org.jspecify.annotations.Nullable;

/** A setting of a server (pg_settings). */
public record Setting(
        String name, @Nullable String value, @Nullable String unit, @Nullable String source) {}
