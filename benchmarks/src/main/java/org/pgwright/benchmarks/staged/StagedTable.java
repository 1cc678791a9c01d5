package org.pgwright.benchmarks.staged;

import org.jspecify.annotations.Nullable;
import org.pgwright.benchmarks.MarkdownTable;
import org.pgwright.catalog.Bytes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** The tables of {@code staged-indexes}. */
final class StagedTable {
    private StagedTable() {}

    static String of(StagedMeasurement.Result result) {
        return outcomes(result)
                + "\n"
                + statements(result)
                + "\n%s, %,d calls; pgwright accuracy: %s; pgwright history, the last first: %s\n"
                        .formatted(
                                result.client(),
                                result.calls(),
                                result.accuracy(),
                                result.history())
                + String.join("\n", result.messages());
    }

    private static String outcomes(StagedMeasurement.Result result) {
        MarkdownTable table = new MarkdownTable(List.of("", "target", "bad index", "good index"));
        Rows<Outcome> rows = new Rows<>(table, List.of(result.bad(), result.good()));
        rows.add("verdict", "worse, improved", Outcome::verdict);
        rows.add("strategy", "rolled back, kept", one -> one.status().replace('_', ' '));
        rows.add("by", "", Outcome::decidedBy);
        rows.add("the same calls take", "", one -> shown("%+.1f %%", one.percent()));
        rows.add(
                "other statements, after over before",
                "",
                one -> one.othersRatio() == null ? "-" : shown("%.2f", one.othersRatio()));
        rows.add("index", "", one -> new Bytes(one.bytes()).shown());
        rows.add("scans of it", "0, more", one -> "%,d".formatted(one.scans()));
        rows.add("compared: before", "", one -> time(known(result, one)));
        rows.add(
                "compared: after",
                "",
                one -> time(Duration.between(one.times().afterFrom(), one.times().afterUntil())));
        rows.add("judged after", "", one -> time(one.judged()));
        rows.add("taken back after", "some time, never", one -> time(one.rolledBack()));
        return table.shown();
    }

    private static Duration known(StagedMeasurement.Result result, Outcome one) {
        return Duration.between(
                one.times().knownFrom(result.firstLook()), one.times().beforeUntil());
    }

    private static String statements(StagedMeasurement.Result result) {
        List<Compared> statements = result.statements();
        List<String> header = new ArrayList<>(List.of("", "target"));
        statements.forEach(one -> header.add(one.name()));
        MarkdownTable table = new MarkdownTable(header);
        Rows<Compared> rows = new Rows<>(table, statements);
        rows.add("pgwright's finding", "", Compared::finding);
        rows.add("pgwright: calls before", "", one -> "%,d".formatted(one.ownBefore().calls()));
        rows.add("client: calls before", "", one -> "%,d".formatted(one.before().calls()));
        rows.add("pgwright: calls after", "", one -> "%,d".formatted(one.ownAfter().calls()));
        rows.add("client: calls after", "", one -> "%,d".formatted(one.after().calls()));
        rows.add("pgwright: mean before", "", one -> millis(one.ownBefore().meanMillis()));
        rows.add("client: mean before", "", one -> millis(one.before().meanMillis()));
        rows.add("pgwright: mean after", "", one -> millis(one.ownAfter().meanMillis()));
        rows.add("client: mean after", "", one -> millis(one.after().meanMillis()));
        rows.add("client: mean after the rollback", "", one -> millis(one.back().meanMillis()));
        rows.add("client: median before", "", one -> millis(one.before().medianMillis()));
        rows.add("client: median after", "", one -> millis(one.after().medianMillis()));
        rows.add("client: median after the rollback", "", one -> millis(one.back().medianMillis()));
        rows.add("pgwright: after over before", "", one -> shown("%.3f", one.ownRatio()));
        rows.add("client: after over before", "", one -> shown("%.3f", one.ratio()));
        rows.add("pgwright: difference", "", one -> millis(one.ownDifference()));
        rows.add("client: difference", "", one -> millis(one.difference()));
        rows.add(
                "client: difference of other statements",
                "",
                one -> millis(one.othersDifference()));
        rows.add(
                "difference, pgwright over client",
                "",
                one -> shown("%.2f", one.ownDifference() / one.difference()));
        rows.add(
                "same, client's less that of others",
                "0.9 to 1.1",
                one -> shown("%.2f", one.ownDifference() / one.differenceBesideOthers()));
        return table.shown();
    }

    private record Rows<T>(MarkdownTable table, List<T> columns) {
        void add(String name, String target, Function<T, String> cell) {
            table.add(Stream.concat(Stream.of(name, target), columns.stream().map(cell)).toList());
        }
    }

    private static String millis(double millis) {
        return shown("%.3f ms", millis);
    }

    private static String time(@Nullable Duration time) {
        return time == null
                ? "-"
                : shown("%d min ", time.toMinutes()) + shown("%d s", time.toSecondsPart());
    }

    private static String shown(String format, Object figure) {
        return String.format(Locale.ROOT, format, figure);
    }
}
