package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.proof.Accuracy;
import org.pgwright.proof.Verdict;
import org.pgwright.repository.proof.ChangeProof;
import org.pgwright.repository.proof.PastChange;
import org.pgwright.repository.proof.ProofFigures;
import org.pgwright.repository.strategy.KnownStrategy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was promised of changes against what they did.
 *
 * @param changes whose time of watching is over, the last one first
 */
public record AccuracyReport(List<PastChange> changes) implements Report {
    private static final double WHOLE = 100;

    public AccuracyReport {
        changes = changes.stream().filter(AccuracyReport::isFinished).toList();
    }

    private static boolean isFinished(PastChange change) {
        ChangeProof proof = change.proof();
        return proof != null && proof.isFinal();
    }

    @Override
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> text(layout);
            case JSON -> Json.of(document());
        };
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (PastChange change : changes) {
            ChangeProof proof = change.proof();
            if (proof != null) {
                rows.add(new Row(change, proof));
            }
        }
        return rows;
    }

    /**
     * A change that was watched to the end.
     *
     * @param promised the share of the time of its queries that was to be left; null for nothing
     * @param measured the share that is; null where it is not known
     */
    public record Judged(
            PastChange change,
            Verdict verdict,
            @Nullable Double promised,
            @Nullable Double measured) {}

    /** All of them, the last one first. */
    public List<Judged> judged() {
        return rows().stream()
                .map(
                        row -> {
                            Accuracy.Pair pair = row.pair();
                            return new Judged(
                                    row.change(),
                                    row.proof().verdict(),
                                    pair == null ? null : (Double) pair.promised(),
                                    pair == null ? null : (Double) pair.measured());
                        })
                .toList();
    }

    /** How many there are of each verdict. */
    public Map<Verdict, Long> verdicts() {
        return verdicts(rows());
    }

    /** How good promises have been, a sentence for queries and one for changes. */
    public List<String> sentences() {
        List<Row> rows = rows();
        return List.of(
                sentence("queries", Accuracy.of(ofQueries(rows))),
                sentence("changes", Accuracy.of(ofChanges(rows))));
    }

    /** A change with its proof. */
    private record Row(PastChange change, ChangeProof proof) {
        private ProofFigures figures() {
            return proof.figures();
        }

        /** Weighted by the time of before, of the queries that were promised something. */
        private Accuracy.@Nullable Pair pair() {
            double before = 0;
            double promised = 0;
            double measured = 0;
            for (ProofFigures.Query query : figures().queries()) {
                Double wanted = query.promisedRatio();
                Double got = query.measuredRatio();
                if (wanted != null && got != null) {
                    before += query.before().totalMillis();
                    promised += query.before().totalMillis() * wanted;
                    measured += query.before().totalMillis() * got;
                }
            }
            return before > 0 ? new Accuracy.Pair(promised / before, measured / before) : null;
        }
    }

    private static List<Accuracy.Pair> ofQueries(List<Row> rows) {
        List<Accuracy.Pair> pairs = new ArrayList<>();
        for (Row row : rows) {
            for (ProofFigures.Query query : row.figures().queries()) {
                Double promised = query.promisedRatio();
                Double measured = query.measuredRatio();
                if (promised != null && measured != null) {
                    pairs.add(new Accuracy.Pair(promised, measured));
                }
            }
        }
        return pairs;
    }

    private static List<Accuracy.Pair> ofChanges(List<Row> rows) {
        List<Accuracy.Pair> pairs = new ArrayList<>();
        for (Row row : rows) {
            Accuracy.Pair pair = row.pair();
            if (pair != null) {
                pairs.add(pair);
            }
        }
        return pairs;
    }

    private static Map<Verdict, Long> verdicts(List<Row> rows) {
        Map<Verdict, Long> verdicts = new LinkedHashMap<>();
        for (Verdict verdict : Verdict.values()) {
            verdicts.put(
                    verdict, rows.stream().filter(row -> row.proof().verdict() == verdict).count());
        }
        return verdicts;
    }

    private String text(Layout layout) {
        List<Row> rows = rows();
        if (rows.isEmpty()) {
            return "No change has been watched to the end yet.\n";
        }
        List<String> lines = new ArrayList<>();
        lines.add(layout.heading(Words.count(rows.size(), "change", "changes") + " judged"));
        verdicts(rows)
                .forEach(
                        (verdict, count) ->
                                lines.add(
                                        "%-16s  %s  %s"
                                                .formatted(
                                                        verdict.shown(),
                                                        Words.whole(count),
                                                        Words.percent(count, rows.size()))));
        lines.add("");
        lines.addAll(sentences());
        lines.add("");
        lines.addAll(table(rows).lines("", layout.columns()));
        lines.add("Time: that of the promised queries as a share of what it was before.");
        return String.join("\n", lines) + "\n";
    }

    private static String sentence(String what, Accuracy accuracy) {
        Double correlation = accuracy.correlation();
        Double agreement = accuracy.agreement();
        Double factor = accuracy.medianFactor();
        return "%s: %s promised and measured%s%s%s"
                .formatted(
                        what,
                        Words.whole(accuracy.pairs()),
                        agreement == null
                                ? ""
                                : ", promised improvements that came true: "
                                        + Words.percent(agreement, 1),
                        correlation == null
                                ? ""
                                : String.format(
                                        Locale.ROOT, ", rank correlation %.2f", correlation),
                        factor == null
                                ? ""
                                : String.format(
                                        Locale.ROOT, ", apart by a factor of %.1f", factor));
    }

    private static TextTable table(List<Row> rows) {
        TextTable table =
                new TextTable()
                        .column("strategy", TextTable.Align.LEFT)
                        .column("what", TextTable.Align.LEFT)
                        .column("verdict", TextTable.Align.LEFT);
        for (String name :
                List.of(
                        "time promised",
                        "measured",
                        "size promised",
                        "is",
                        "writes promised",
                        "pay")) {
            table.column(name, TextTable.Align.RIGHT);
        }
        table.column("index", TextTable.Align.LEFT);
        rows.forEach(row -> table.row(cells(row)));
        return table;
    }

    private static String[] cells(Row row) {
        Accuracy.Pair pair = row.pair();
        long promisedBytes = promisedBytes(row);
        ProofFigures.Writes writes = row.figures().writes();
        Long bytes = bytes(row);
        Double measured = writes.measuredPercent();
        return new String[] {
            KnownStrategy.shortId(row.change().strategyId()),
            row.change().action().label(),
            row.proof().verdict().shown(),
            ProofSection.share(pair == null ? null : pair.promised()),
            ProofSection.share(pair == null ? null : pair.measured()),
            promisedBytes <= 0 ? "" : new Bytes(promisedBytes).shown(),
            bytes == null ? "" : new Bytes(bytes).shown(),
            "%+.1f %%".formatted(writes.promisedPercent()),
            measured == null ? "" : "%+.1f %%".formatted(measured),
            Words.oneLine(row.change().place().shown())
        };
    }

    /** As it was when the change was complete, before it grew. */
    private static @Nullable Long bytes(Row row) {
        PastChange.End end = row.change().end();
        ProofFigures.Index index = row.figures().index();
        if (index == null) {
            return null;
        }
        return end != null && end.bytes() != null ? end.bytes() : index.bytes();
    }

    /** Statistics have no size that anybody would ask for. */
    private static long promisedBytes(Row row) {
        ProofFigures.Index index = row.figures().index();
        return index == null ? 0 : index.promisedBytes();
    }

    private Document document() {
        List<Row> rows = rows();
        Map<String, Long> counts = new LinkedHashMap<>();
        Map<String, Double> shares = new LinkedHashMap<>();
        verdicts(rows)
                .forEach(
                        (verdict, count) -> {
                            counts.put(verdict.label(), count);
                            shares.put(
                                    verdict.label(),
                                    rows.isEmpty() ? 0.0 : WHOLE * count / rows.size());
                        });
        return new Document(
                rows.size(),
                counts,
                shares,
                Accuracy.of(ofQueries(rows)),
                Accuracy.of(ofChanges(rows)),
                rows.stream().map(AccuracyReport::part).toList());
    }

    private static Part part(Row row) {
        Accuracy.Pair pair = row.pair();
        ProofFigures.Writes writes = row.figures().writes();
        List<QueryPart> queries =
                row.figures().queries().stream()
                        .filter(query -> query.promisedRatio() != null)
                        .map(
                                query ->
                                        new QueryPart(
                                                query.hash(),
                                                query.promisedRatio(),
                                                query.measuredRatio()))
                        .toList();
        return new Part(
                row.change().id().toString(),
                row.change().strategyId().toString(),
                row.change().place().instance(),
                row.change().place().database(),
                row.change().place().table().schema(),
                row.change().place().object().label(),
                row.change().place().index(),
                row.change().action().label(),
                row.proof().verdict().label(),
                pair == null ? null : pair.promised(),
                pair == null ? null : pair.measured(),
                promisedBytes(row),
                bytes(row),
                writes.promisedPercent(),
                writes.measuredPercent(),
                queries);
    }

    private record Document(
            int judged,
            Map<String, Long> verdicts,
            Map<String, Double> verdictPercents,
            Accuracy queries,
            Accuracy changes,
            List<Part> details) {}

    private record Part(
            String change,
            String strategy,
            String instance,
            String database,
            String schema,
            String object,
            String index,
            String action,
            String verdict,
            @Nullable Double promisedRatio,
            @Nullable Double measuredRatio,
            long promisedBytes,
            @Nullable Long bytes,
            double promisedWriteOverheadPercent,
            @Nullable Double measuredWriteOverheadPercent,
            List<QueryPart> queries) {}

    private record QueryPart(
            String hash, @Nullable Double promisedRatio, @Nullable Double measuredRatio) {}
}
