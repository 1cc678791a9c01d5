package org.pgwright.twin.analysis;

import org.pgwright.twin.analysis.TreeValue.Node;

import java.util.ArrayList;
import java.util.List;

/**
 * The branches of an OR, taken apart.
 *
 * @param common the conditions that stand in every branch
 * @param rest the branches without these
 * @param isDecided whether one branch has no other condition, so that the rest says nothing
 */
record Branches(List<TreeValue> common, List<TreeValue> rest, boolean isDecided) {
    Branches {
        common = List.copyOf(common);
        rest = List.copyOf(rest);
    }

    static Branches of(List<TreeValue> branches) {
        // A list and not a set: hashing would walk the whole of every tree, comparing does not.
        List<TreeValue> common = new ArrayList<>(conditions(branches.getFirst()));
        for (int i = 1; i < branches.size() && !common.isEmpty(); i++) {
            common.retainAll(conditions(branches.get(i)));
        }
        List<TreeValue> rest = new ArrayList<>();
        boolean decided = false;
        for (TreeValue branch : branches) {
            List<TreeValue> left = new ArrayList<>(conditions(branch));
            left.removeAll(common);
            decided |= left.isEmpty();
            rest.add(left.size() == 1 ? left.getFirst() : ConditionText.joined("and", left));
        }
        return new Branches(common, rest, decided);
    }

    private static List<TreeValue> conditions(TreeValue branch) {
        boolean several =
                branch instanceof Node node
                        && node.is("BOOLEXPR")
                        && node.word("boolop").equals("and");
        return several ? ((Node) branch).items("args") : List.of(branch);
    }
}
