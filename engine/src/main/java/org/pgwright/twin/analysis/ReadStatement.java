package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.twin.analysis.TypeInference.Typed;

import java.util.List;

/** A statement that has been read: its text with types and slots for parameters, and its shape. */
record ReadStatement(Typed typed, SlottedText slotted, Shape shape) {
    /** The statement's own number of the parameter in a slot, null where several share it. */
    @Nullable Integer number(int slot) {
        List<Integer> numbers = slotted.numbers(slot);
        return numbers.size() == 1 ? typed.draft().origin(numbers.getFirst()) : null;
    }
}
