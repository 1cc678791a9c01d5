package org.pgwright.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pgwright.advisor.Advice;
import org.pgwright.advisor.Advice.WriteCost;

final class WriteOverheadTest {
    private static final Advice SHOP = SampleReports.shop().advice();

    @Test
    void saysWhatAllIndexesAdd() {
        Advice advice = writing(new WriteCost(400, 50));

        assertThat(WriteOverhead.sentence(advice))
                .contains("Write time of the workload: the recommended indexes add about 12.5 %");
        assertThat(WriteOverhead.cell(advice, 0.125)).isEqualTo("+12.5 %");
    }

    @Test
    void claimsNoFigureWhereNothingIsKnownToBeWritten() {
        Advice advice = writing(new WriteCost(0, 0));

        assertThat(WriteOverhead.sentence(advice))
                .contains(
                        "Write time of the workload: nothing is known to be written to its tables");
        assertThat(WriteOverhead.cell(advice, 0)).isEqualTo("-");
    }

    @Test
    void saysNothingWhereNothingIsRecommended() {
        assertThat(WriteOverhead.sentence(SampleReports.nothingToDo().advice())).isEmpty();
    }

    private static Advice writing(WriteCost writes) {
        return new Advice(
                SHOP.statements(),
                SHOP.skipped(),
                SHOP.cost(),
                writes,
                SHOP.recommendations(),
                SHOP.changes(),
                SHOP.rejected(),
                SHOP.queries(),
                SHOP.usedIndexes(),
                SHOP.limited(),
                SHOP.frontier(),
                SHOP.statisticsObjects(),
                SHOP.statistics());
    }
}
