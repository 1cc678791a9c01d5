package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.workload.StatementText;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A statement's text with at most as many parameters as a function can have: of a longer list,
 * parameters of one type share a slot.
 *
 * @param sql the text with slots for parameters, numbered from 1
 * @param types oids, by slot
 * @param slots the slot of each of the draft's parameters, by its working number
 */
record SlottedText(String sql, List<Long> types, Map<Integer, Integer> slots) {
    /** {@code FUNC_MAX_ARGS}. */
    private static final int MAX_SLOTS = 100;

    /** So many parameters have a slot of their own in any case. */
    private static final int OWN_SLOTS = 80;

    SlottedText {
        types = List.copyOf(types);
        slots = Map.copyOf(slots);
    }

    static SlottedText of(TypeInference.Typed typed) {
        List<Integer> numbers = typed.draft().numbers();
        List<Long> types = new ArrayList<>();
        Map<Integer, Integer> slots = new HashMap<>();
        Map<Long, Integer> shared = new HashMap<>();
        for (int i = 0; i < numbers.size(); i++) {
            long type = typed.types().get(i);
            boolean own = i < OWN_SLOTS || numbers.size() <= MAX_SLOTS;
            @Nullable Integer slot = own ? null : shared.get(type);
            if (slot == null) {
                types.add(type);
                slot = types.size();
                if (!own) {
                    shared.put(type, slot);
                }
            }
            slots.put(numbers.get(i), slot);
        }
        if (types.size() > MAX_SLOTS) {
            throw new RejectedStatement("it has parameters of too many types");
        }
        Map<Integer, String> replacements = new HashMap<>();
        slots.forEach((number, slot) -> replacements.put(number, "$" + slot));
        return new SlottedText(
                StatementText.replaceParameters(typed.draft().sql(), replacements), types, slots);
    }

    /** The working numbers that a slot stands for, in order. */
    List<Integer> numbers(int slot) {
        return slots.entrySet().stream()
                .filter(entry -> entry.getValue() == slot)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
