package org.pgwright.twin.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.jspecify.annotations.Nullable;

import java.util.List;

final class ArrayLiteralTest {
    @Example
    void readsWhatTheServerWrites() {
        assertThat(ArrayLiteral.elements("{}")).isEmpty();
        assertThat(ArrayLiteral.elements("{1,2,NULL,null}")).containsExactly("1", "2", null, null);
        assertThat(ArrayLiteral.elements("{\"NULL\",\"a b\",\"\",\"x\\\\y\\\"z\"}"))
                .containsExactly("NULL", "a b", "", "x\\y\"z");
        assertThat(ArrayLiteral.elements("{\"2024-01-01 00:00:00+00\"}"))
                .containsExactly("2024-01-01 00:00:00+00");
    }

    @Example
    void readsWhatAPersonWrites() {
        assertThat(ArrayLiteral.elements(" { a , \" b \" ,c\\ } "))
                .containsExactly("a", " b ", "c ");
        assertThat(ArrayLiteral.elements("[0:1]={a,b}")).containsExactly("a", "b");
        assertThat(ArrayLiteral.elements("{\\NULL}")).containsExactly("NULL");
    }

    @Example
    void keepsInnerArraysAsTheyAre() {
        assertThat(ArrayLiteral.elements("{{1,2},{\"}\",\"a\\\"\"}}"))
                .containsExactly("{1,2}", "{\"}\",\"a\\\"\"}");
    }

    @Example
    void refusesWhatIsNoArray() {
        for (String wrong :
                List.of(
                        "",
                        "a",
                        "{",
                        "}",
                        "{a",
                        "{\"a}",
                        "{a,}",
                        "{,a}",
                        "{a}b",
                        "{a\"b\"}",
                        "{\"a\"b}",
                        "{{a}",
                        "{a\\",
                        "[0:1]{a}",
                        "[x]={a}")) {
            assertThatThrownBy(() -> ArrayLiteral.elements(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Property
    void readsBackWhatItWrites(@ForAll("elements") List<@Nullable String> elements) {
        assertThat(ArrayLiteral.elements(ArrayLiteral.of(elements))).isEqualTo(elements);
    }

    @Property
    void neverFailsWithAnythingElse(@ForAll("texts") String text) {
        try {
            assertThat(ArrayLiteral.elements(text)).isNotNull();
        } catch (IllegalArgumentException expected) {
            assertThat(expected).hasMessageContaining("not an array literal");
        }
    }

    @Provide
    Arbitrary<List<@Nullable String>> elements() {
        return Arbitraries.strings().ofMaxLength(6).injectNull(0.1).list().ofMaxSize(5);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("{}[],:=\"\\ 01anul").ofMaxLength(20);
    }
}
