package org.pgwright.twin.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.pgwright.twin.analysis.TreeValue.Absent;
import org.pgwright.twin.analysis.TreeValue.Datum;
import org.pgwright.twin.analysis.TreeValue.Items;
import org.pgwright.twin.analysis.TreeValue.Node;
import org.pgwright.twin.analysis.TreeValue.Numbers;
import org.pgwright.twin.analysis.TreeValue.Text;
import org.pgwright.twin.analysis.TreeValue.Token;

import java.util.List;
import java.util.Map;
import java.util.Set;

final class TreeReaderTest {
    private static final String TREE =
            "({QUERY :commandType 1 :canSetTag true :utilityStmt <> :selectedCols (b 9 10)"
                    + " :opnos (o 1324 419) :names (\"id\" \"two\\ words\" \"\" \"a\\\"b\")"
                    + " :aliasname a\\ b :resname ?column? :char r"
                    + " :constvalue 10 [ 40 0 -128 10 ] :location -1 :boolop and :empty ()})";

    /** Words that mean something of their own in some places, where the server writes none. */
    private static final Set<String> MARKS = Set.of("[", "]", "i", "o", "b", "x");

    @Example
    void readsEveryKindOfValue() {
        Node query = query(TREE);
        assertThat(query.tag()).isEqualTo("QUERY");
        assertThat(query.number("commandType")).isEqualTo(1);
        assertThat(query.flag("canSetTag")).isTrue();
        assertThat(query.has("utilityStmt")).isFalse();
        assertThat(query.numbers("selectedCols")).containsExactly(9L, 10L);
        assertThat(query.numbers("opnos")).containsExactly(1324L, 419L);
        assertThat(query.items("names"))
                .containsExactly(
                        new Text("id"), new Text("two words"), new Text(""), new Text("a\"b"));
        assertThat(query.word("aliasname")).isEqualTo("a b");
        assertThat(query.value("constvalue"))
                .isEqualTo(new Datum(List.of((byte) 40, (byte) 0, (byte) -128, (byte) 10)));
        assertThat(query.number("location")).isEqualTo(-1);
        assertThat(query.number("noSuchField")).isZero();
        assertThat(query.items("empty")).isEmpty();
    }

    @Example
    void givesNodesOfOldMajorsTheirLaterNames() {
        assertThat(query("{RTE :rtekind 0}").tag()).isEqualTo("RANGETBLENTRY");
    }

    @Example
    void aValueMayBeginWithAColon() {
        assertThat(query("{ALIAS :aliasname :x :colnames <>}").word("aliasname")).isEqualTo(":x");
    }

    @Example
    void refusesATextThatEndsEarlyWhereverItEnds() {
        for (int end = 0; end < TREE.length(); end++) {
            String cut = TREE.substring(0, end);
            assertThatThrownBy(() -> TreeReader.read(cut))
                    .as(cut)
                    .isInstanceOf(TreeFormatException.class);
        }
    }

    @Example
    void refusesATreeThatIsNestedTooDeeply() {
        for (String open : List.of("(", "{A :b ")) {
            String deep = open.repeat(TreeReader.MAX_DEPTH + 2);
            assertThatThrownBy(() -> DeepStack.call(() -> TreeReader.read(deep)))
                    .isInstanceOf(TreeFormatException.class)
                    .hasMessageContaining("nested");
        }
    }

    @Example
    void refusesWhatFollowsTheTree() {
        assertThatThrownBy(() -> TreeReader.read("{A} {B}"))
                .isInstanceOf(TreeFormatException.class);
    }

    @Example
    void aFieldThatIsNoNumberIsRefusedWhenItIsAskedFor() {
        Node node = query("{A :b c :d 99999999999}");
        assertThatThrownBy(() -> node.number("b")).isInstanceOf(TreeFormatException.class);
        assertThatThrownBy(() -> node.index("d")).isInstanceOf(TreeFormatException.class);
    }

    @Property
    void readsBackWhatTheServerWouldWrite(@ForAll("values") TreeValue value) {
        assertThat(TreeReader.read(TreeText.of(value))).isEqualTo(value);
    }

    @Property
    void neverFailsWithAnythingButItsOwnException(@ForAll("damaged") String text) {
        try {
            assertThat(TreeReader.read(text)).isNotNull();
        } catch (TreeFormatException expected) {
            assertThat(expected).hasMessageNotContaining("null");
        }
    }

    @Provide
    Arbitrary<String> damaged() {
        return Arbitraries.strings()
                .withChars("{}()<>[]:\\\" \n\tQUERYiob0123456789-abc\u00e9")
                .ofMaxLength(60);
    }

    @Provide
    Arbitrary<TreeValue> values() {
        return value(3);
    }

    private static Arbitrary<TreeValue> value(int depth) {
        Arbitrary<TreeValue> text = Arbitraries.strings().ofMaxLength(8).map(Text::new);
        Arbitrary<TreeValue> token =
                Arbitraries.strings()
                        .ofMinLength(1)
                        .ofMaxLength(8)
                        .filter(word -> !MARKS.contains(word))
                        .map(Token::new);
        Arbitrary<TreeValue> datum = Arbitraries.bytes().list().ofMaxSize(5).map(Datum::new);
        Arbitrary<TreeValue> numbers = Arbitraries.longs().list().ofMaxSize(4).map(Numbers::new);
        Arbitrary<TreeValue> leaf =
                Arbitraries.oneOf(Arbitraries.just(Absent.ABSENT), text, token, datum, numbers);
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<TreeValue> items = value(depth - 1).list().ofMaxSize(3).map(Items::new);
        Arbitrary<String> names = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(5);
        Arbitrary<Map<String, TreeValue>> fields =
                Arbitraries.maps(names, value(depth - 1)).ofMaxSize(3);
        Arbitrary<TreeValue> node = fields.map(map -> new Node("NODE", map));
        return Arbitraries.oneOf(leaf, items, node);
    }

    private static Node query(String text) {
        TreeValue value = TreeReader.read(text);
        return value instanceof Items items ? (Node) items.values().getFirst() : (Node) value;
    }
}
