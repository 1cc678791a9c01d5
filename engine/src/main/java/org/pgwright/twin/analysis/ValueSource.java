package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;

/** Where a parameter's values come from. */
@FunctionalInterface
interface ValueSource {
    /** No value is known. */
    ValueSource NONE = knobs -> null;

    /** The value in the text form of the parameter's type; null where none is known. */
    @Nullable String draw(Knobs knobs);

    /** The other source's values where this one has none. */
    default ValueSource or(ValueSource other) {
        return knobs -> {
            String drawn = draw(knobs);
            return drawn == null ? other.draw(knobs) : drawn;
        };
    }
}
