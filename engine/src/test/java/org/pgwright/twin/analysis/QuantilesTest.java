package org.pgwright.twin.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

final class QuantilesTest {
    private static final DataType INTEGER = type(23, "integer", 'N');
    private static final DataType NUMERIC = type(1700, "numeric", 'N');
    private static final DataType TEXT = type(25, "text", 'S');
    private static final DataType DATE = type(1082, "date", 'D');
    private static final DataType TIMESTAMPTZ = type(1184, "timestamp with time zone", 'D');

    @Example
    void interpolatesNumbersAtTheirScale() {
        assertThat(Quantiles.at(histogram("0", "10", "30"), 0.75, INTEGER)).isEqualTo("20");
        assertThat(Quantiles.at(histogram("0.50", "1.50"), 0.25, NUMERIC)).isEqualTo("0.75");
    }

    @Example
    void interpolatesTimes() {
        assertThat(Quantiles.at(histogram("2024-01-01", "2024-01-11"), 0.5, DATE))
                .isEqualTo("2024-01-06");
        ColumnValues times = histogram("2024-01-01 00:00:00+02", "2024-01-01 01:00:00.5+02");
        assertThat(Quantiles.at(times, 0.5, TIMESTAMPTZ))
                .isEqualTo("2024-01-01 00:30:00.250000+02");
    }

    @Example
    void takesTheNearestBoundOfOtherTypes() {
        assertThat(Quantiles.at(histogram("a", "b", "c"), 0.3, TEXT)).isEqualTo("b");
    }

    @Example
    void takesTheNearestBoundOfSpecialValues() {
        assertThat(Quantiles.at(histogram("2024-01-01", "infinity"), 0.4, DATE))
                .isEqualTo("2024-01-01");
        assertThat(Quantiles.at(histogram("1", "NaN"), 0.9, NUMERIC)).isEqualTo("NaN");
        assertThat(Quantiles.at(histogram("0044-03-15 BC", "2024-01-01"), 0.9, DATE))
                .isEqualTo("2024-01-01");
    }

    @Example
    void fewValuesStandForTheHistogramThatTheyDoNotHave() {
        ColumnValues values =
                new ColumnValues(
                        List.of("10", "9", "1"),
                        List.of(0.5, 0.3, 0.2),
                        List.of(),
                        List.of(),
                        List.of());
        assertThat(Quantiles.at(values, 0, INTEGER)).isEqualTo("1");
        assertThat(Quantiles.at(values, 1, INTEGER)).isEqualTo("10");
        assertThat(Quantiles.at(ColumnValues.NONE, 0.5, INTEGER)).isNull();
    }

    @Property
    void largerSharesGiveLargerValues(
            @ForAll @DoubleRange(min = 0, max = 1) double one,
            @ForAll @DoubleRange(min = 0, max = 1) double other) {
        ColumnValues values = histogram("-5", "0", "17", "1000000");
        BigDecimal low = number(values, Math.min(one, other));
        BigDecimal high = number(values, Math.max(one, other));
        assertThat(low).isLessThanOrEqualTo(high).isGreaterThanOrEqualTo(new BigDecimal(-5));
        assertThat(high).isLessThanOrEqualTo(new BigDecimal(1_000_000));
    }

    private static BigDecimal number(ColumnValues values, double share) {
        return new BigDecimal(Objects.requireNonNull(Quantiles.at(values, share, INTEGER)));
    }

    private static ColumnValues histogram(String... bounds) {
        return new ColumnValues(List.of(), List.of(), List.of(bounds), List.of(), List.of());
    }

    private static DataType type(long oid, String name, char category) {
        return new DataType(oid, name, 'b', category, 0, 0, List.of());
    }
}
