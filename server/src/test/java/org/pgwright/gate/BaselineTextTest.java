package org.pgwright.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.gate.Baseline.ForeignKey;
import org.pgwright.gate.Baseline.KnownIndex;
import org.pgwright.gate.Baseline.Query;
import org.pgwright.gate.Baseline.Scan;

import java.util.List;

final class BaselineTextTest {
    private static final Baseline BASELINE =
            new Baseline(
                    18,
                    "f",
                    List.of(
                            new Query(
                                    "b", "SELECT '\u001b\"'", 1.239, List.of("z", "a"), List.of()),
                            new Query("a", "x", 2, List.of(), List.of(new Scan("t", 7)))),
                    List.of(new KnownIndex("i", "t", "CREATE INDEX i ON t (a)", true)),
                    List.of(new ForeignKey("t", List.of("a", "b"), "s")));

    @Test
    void readsWhatItWrote() {
        assertThat(BaselineText.read("b.json", BaselineText.write(BASELINE))).isEqualTo(BASELINE);
    }

    @Test
    void writesInAnOrderOfItsOwn() {
        assertThat(BASELINE.statements()).extracting(Query::hash).containsExactly("a", "b");
        assertThat(BASELINE.statements().getLast().indexes()).containsExactly("a", "z");
        assertThat(BASELINE.statements().getLast().cost()).isEqualTo(1.24);
    }

    @Test
    void passesOverWhatLaterVersionsAdd() {
        String later =
                BaselineText.write(BASELINE).replaceFirst("\"major\"", "\"later\" : {}, \"major\"");

        assertThat(BaselineText.read("b.json", later)).isEqualTo(BASELINE);
    }

    @Test
    void saysThatAnotherPgwrightWroteIt() {
        String newer =
                BaselineText.write(BASELINE).replaceFirst("\"version\" : 1", "\"version\" : 2");

        assertThatThrownBy(() -> BaselineText.read("b.json", newer))
                .hasMessageContaining("the baseline b.json is of version 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"format\": \"pgwright-baseline\"}",
                "{\"format\":\"pgwright-baseline\",\"version\":1,\"baseline\":{}}",
                "{\"format\":\"pgwright-baseline\",\"version\":1,\"baseline\":{\"major\":18,"
                        + "\"schemaFingerprint\":\"f\",\"statements\":[null],\"indexes\":[],"
                        + "\"foreignKeysWithoutIndex\":[]}}",
                "{\"format\":\"pgwright-baseline\",\"version\":1,\"baseline\":{\"major\":18,"
                        + "\"schemaFingerprint\":\"f\",\"statements\":[{\"hash\":\"a\"}],"
                        + "\"indexes\":[],\"foreignKeysWithoutIndex\":[]}}"
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> BaselineText.read("b.json", text))
                .isInstanceOfSatisfying(
                        PgwrightException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.USAGE))
                .hasMessageContaining("the baseline b.json ");
    }

    @Property
    void refusesAnyOtherTextInWords(@ForAll String text) {
        assertThatThrownBy(() -> BaselineText.read("b.json", text))
                .isInstanceOf(PgwrightException.class);
    }
}
