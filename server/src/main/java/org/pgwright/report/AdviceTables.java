package org.pgwright.report;

import org.pgwright.advisor.Advice;
import org.pgwright.advisor.Advice.QueryCost;
import org.pgwright.advisor.Advice.Recommendation;
import org.pgwright.advisor.Advice.Replanned;
import org.pgwright.catalog.Bytes;
import org.pgwright.report.TextTable.Align;

import java.util.List;

/** The tables in the text of index advice. */
final class AdviceTables {
    private static final int WIDEST_TABLE_NAME = 30;

    private AdviceTables() {}

    /** The recommendations in short. */
    static TextTable summary(Advice advice) {
        TextTable table =
                new TextTable()
                        .column("#", Align.RIGHT)
                        .column("table", Align.LEFT)
                        .column("size", Align.RIGHT)
                        .column("gain", Align.RIGHT)
                        .column("writes", Align.RIGHT)
                        .column("queries", Align.RIGHT)
                        .column("index", Align.LEFT);
        Bytes total = Bytes.ZERO;
        for (Recommendation index : advice.recommendations()) {
            total = total.plus(index.size());
            table.row(
                    String.valueOf(index.priority()),
                    Words.abbreviated(index.index().table().shown(), WIDEST_TABLE_NAME),
                    index.size().shown(),
                    Words.percent(index.gain(), advice.cost().before()),
                    WriteOverhead.cell(advice, index.writeOverhead()),
                    String.valueOf(index.queries().size()),
                    index.name());
        }
        double saved = advice.cost().before() - advice.cost().after();
        return table.row(
                "",
                "all together",
                total.shown(),
                Words.percent(saved, advice.cost().before()),
                WriteOverhead.cell(advice, advice.writes().overhead()),
                "",
                "");
    }

    /** What fewer bytes would do. */
    static TextTable frontier(Advice advice) {
        TextTable table =
                new TextTable()
                        .column("size", Align.RIGHT)
                        .column("indexes", Align.RIGHT)
                        .column("cost left", Align.RIGHT);
        advice.frontier()
                .forEach(
                        point ->
                                table.row(
                                        new Bytes(point.bytes()).shown(),
                                        String.valueOf(point.definitions().size()),
                                        Words.percent(point.cost(), advice.cost().before())));
        return table;
    }

    /** The first of the statements that use an index. */
    static TextTable served(List<QueryCost> queries, int most) {
        TextTable table =
                new TextTable()
                        .column("calls", Align.RIGHT)
                        .column("cost before", Align.RIGHT)
                        .column("after", Align.RIGHT)
                        .column("query", Align.LEFT);
        queries.stream()
                .limit(most)
                .forEach(
                        query ->
                                table.row(
                                        Words.number(query.calls()),
                                        Words.number(query.costBefore()),
                                        Words.number(query.costAfter()),
                                        query.pattern()));
        return table;
    }

    /** The first of the statements that are planned otherwise with extended statistics. */
    static TextTable replanned(List<Replanned> queries, int most) {
        TextTable table =
                new TextTable()
                        .column("calls", Align.RIGHT)
                        .column("rows expected", Align.RIGHT)
                        .column("with them", Align.RIGHT)
                        .column("query", Align.LEFT);
        queries.stream()
                .limit(most)
                .forEach(
                        query ->
                                table.row(
                                        Words.number(query.calls()),
                                        Words.number(query.rowsBefore()),
                                        Words.number(query.rowsAfter()),
                                        query.pattern()));
        return table;
    }

    /**
     * Statements by their share of the cost that is left.
     *
     * @param all that is left
     */
    static TextTable left(List<QueryCost> costly, double all) {
        TextTable table =
                new TextTable()
                        .column("share", Align.RIGHT)
                        .column("calls", Align.RIGHT)
                        .column("cost before", Align.RIGHT)
                        .column("after", Align.RIGHT)
                        .column("query", Align.LEFT);
        costly.forEach(
                query ->
                        table.row(
                                Words.percent(CostLeft.total(query), all),
                                Words.number(query.calls()),
                                Words.number(query.costBefore()),
                                Words.number(query.costAfter()),
                                query.pattern()));
        return table;
    }
}
