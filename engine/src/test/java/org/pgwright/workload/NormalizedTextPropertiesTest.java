package org.pgwright.workload;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import java.util.List;
import java.util.Locale;

/** What changes the identity of a statement, and what does not. */
class NormalizedTextPropertiesTest {
    private static final String SEED = "20261121";

    @Property(seed = SEED)
    void otherConstantsKeepTheText(
            @ForAll(supplier = SqlText.Shapes.class) SqlText.Shape shape,
            @ForAll(supplier = SqlText.Constants.class) String one,
            @ForAll(supplier = SqlText.Constants.class) String other) {
        assertThat(NormalizedText.of(shape.with(one)))
                .isEqualTo(NormalizedText.of(shape.with(other)));
    }

    @Property(seed = SEED)
    void whiteSpaceAndCommentsKeepTheText(
            @ForAll(supplier = SqlText.Shapes.class) SqlText.Shape shape,
            @ForAll @Size(min = 1, max = 5)
                    List<@From(supplier = SqlText.Spaces.class) String> spaces) {
        assertThat(NormalizedText.of(shape.with("'x'", spaces)))
                .isEqualTo(NormalizedText.of(shape.with("'x'")));
    }

    @Property(seed = SEED)
    void theCaseOfKeywordsAndNamesKeepsTheText(
            @ForAll(supplier = SqlText.Shapes.class) SqlText.Shape shape) {
        String lowerCase = shape.with("5").toLowerCase(Locale.ROOT).replace("\"e\"", "\"E\"");
        assertThat(NormalizedText.of(shape.with("5"))).isEqualTo(NormalizedText.of(lowerCase));
    }

    @Property(seed = SEED)
    void anotherNameChangesTheText(
            @ForAll(supplier = SqlText.Shapes.class) SqlText.Shape shape, @ForAll int choice) {
        int name = shape.names().get(Math.floorMod(choice, shape.names().size()));
        assertThat(NormalizedText.hash(shape.renamed(name, "other").with("1")))
                .isNotEqualTo(NormalizedText.hash(shape.with("1")));
    }

    @Property(seed = SEED)
    void normalisingTwiceChangesNothingMore(
            @ForAll(supplier = SqlText.Shapes.class) SqlText.Shape shape,
            @ForAll(supplier = SqlText.Constants.class) String constant) {
        String normalized = NormalizedText.of(shape.with(constant));
        assertThat(NormalizedText.of(normalized)).isEqualTo(normalized);
    }
}
