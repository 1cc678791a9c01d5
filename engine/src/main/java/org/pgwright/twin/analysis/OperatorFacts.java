package org.pgwright.twin.analysis;

import org.pgwright.planner.TableReference.Operator;

import java.util.List;
import java.util.Set;

/**
 * What the twin's catalogues say of an operator.
 *
 * @param schema that it is in
 * @param code oid of the function behind it
 * @param function that function's name, without its schema
 * @param commutator oid of the operator with its sides exchanged, 0 where there is none
 * @param negator oid of the operator that says the opposite, 0 where there is none
 */
record OperatorFacts(
        String schema,
        String symbol,
        long code,
        String function,
        long commutator,
        long negator,
        List<Membership> families) {
    /** The functions of LIKE, ILIKE, regular expressions and prefixes, whatever their type. */
    private static final Set<String> PATTERN_FUNCTIONS =
            Set.of(
                    "textlike",
                    "bpcharlike",
                    "namelike",
                    "bytealike",
                    "texticlike",
                    "bpchariclike",
                    "nameiclike",
                    "textregexeq",
                    "bpcharregexeq",
                    "nameregexeq",
                    "texticregexeq",
                    "bpcharicregexeq",
                    "nameicregexeq",
                    "starts_with");

    OperatorFacts {
        families = List.copyOf(families);
    }

    /** The families' names as predicates give them. */
    List<String> familyNames() {
        return families.stream().map(Membership::family).distinct().toList();
    }

    /** How it narrows a column on its left, going by its strategy in B-tree families. */
    Operator classify() {
        if (PATTERN_FUNCTIONS.contains(function)) {
            return Operator.LIKE;
        }
        int strategy = btreeStrategy();
        if (strategy == 0) {
            return isHashEquality() ? Operator.EQUAL : Operator.OTHER;
        }
        return strategy == 3 ? Operator.EQUAL : Operator.RANGE;
    }

    boolean isEquality() {
        return classify() == Operator.EQUAL;
    }

    /** Whether rows sorted by it come largest first. */
    boolean sortsDescending() {
        return btreeStrategy() == 5;
    }

    /**
     * 1 to 5 for {@code < <= = >= >}, 0 outside B-tree families. The pattern families ({@code ~<~})
     * only count where no other knows the operator.
     */
    int btreeStrategy() {
        return families.stream()
                .filter(family -> family.method().equals("btree"))
                .mapToInt(Membership::strategy)
                .findFirst()
                .orElse(0);
    }

    private boolean isHashEquality() {
        return families.stream().anyMatch(family -> family.method().equals("hash"));
    }

    /**
     * The operator's place in an operator family.
     *
     * @param family as {@code method/schema.name}
     */
    record Membership(String method, String family, int strategy) {}
}
