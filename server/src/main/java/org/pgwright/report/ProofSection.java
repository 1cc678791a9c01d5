package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.repository.proof.ChangeProof;
import org.pgwright.repository.proof.ProofFigures;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What a change did to the real workload, beside what was promised. */
record ProofSection(ChangeProof proof) {
    private static final int MOST_QUERIES = 10;
    private static final int MOST_PLANS = 3;
    private static final int SHORT_HASH = 8;
    private static final double PERCENT = 100;

    List<String> lines(Layout layout) {
        List<String> lines = new ArrayList<>();
        ProofFigures figures = proof.figures();
        lines.add("");
        lines.add(
                layout.heading(
                        "Effect: %s%s"
                                .formatted(
                                        proof.verdict().shown(),
                                        proof.isFinal() ? "" : ", so far")));
        lines.addAll(Words.wrapped(proof.reason(), "  ", layout.columns()));
        ChangeProof.Times times = proof.times();
        fact(
                lines,
                "before",
                Words.second(times.beforeFrom()) + " to " + Words.second(times.beforeUntil()));
        fact(
                lines,
                "after",
                Words.second(times.afterFrom()) + " to " + Words.second(times.afterUntil()));
        fact(
                lines,
                "same calls",
                "%s before, %s after%s"
                        .formatted(
                                Words.time(figures.beforeMillis()),
                                Words.time(figures.afterMillis()),
                                change(figures.beforeMillis(), figures.afterMillis())));
        fact(lines, "blocks", blocks(figures.queries()));
        ProofFigures.Index index = figures.index();
        if (index != null) {
            fact(lines, "index", index(index));
        }
        fact(lines, "writes", writes(figures.writes()));
        if (!figures.together().isEmpty()) {
            fact(lines, "together with", Words.oneLine(String.join(", ", figures.together())));
        }
        queries(lines, figures, layout);
        figures.queries().stream()
                .filter(ProofSection::isPlanChanged)
                .limit(MOST_PLANS)
                .forEach(one -> plans(lines, one, layout));
        return lines;
    }

    private static void fact(List<String> lines, String name, String value) {
        lines.add("  " + Words.fact(name, value));
    }

    private static String change(double before, double after) {
        return before > 0
                ? String.format(Locale.ROOT, " (%+.1f %%)", PERCENT * (after / before - 1))
                : "";
    }

    /** What is not spent on them is processor time and waits. */
    private static String blocks(List<ProofFigures.Query> queries) {
        Double before = blockShare(queries, ProofFigures.Query::before);
        Double after = blockShare(queries, ProofFigures.Query::after);
        return before == null || after == null
                ? "time for reading and writing them not known"
                : "%s of the time for reading and writing them before, %s after"
                        .formatted(Words.percent(before, 1), Words.percent(after, 1));
    }

    private static @Nullable Double blockShare(
            List<ProofFigures.Query> queries,
            Function<ProofFigures.Query, ProofFigures.Times> side) {
        double all = 0;
        double blocks = 0;
        for (ProofFigures.Query query : queries) {
            Double io = side.apply(query).ioMillis();
            if (io == null) {
                return null;
            }
            all += side.apply(query).totalMillis();
            blocks += io;
        }
        return all > 0 ? blocks / all : null;
    }

    private static String index(ProofFigures.Index index) {
        if (!index.exists()) {
            return "is not there";
        }
        Long scans = index.scans();
        Long bytes = index.bytes();
        return "%s, %s, %s"
                .formatted(
                        Boolean.FALSE.equals(index.valid()) ? "invalid" : "valid",
                        scans == null ? "use not known" : Words.count(scans, "scan", "scans"),
                        (bytes == null ? "size not known" : new Bytes(bytes).shown())
                                + (index.promisedBytes() == 0
                                        ? ""
                                        : " (promised "
                                                + new Bytes(Math.max(0, index.promisedBytes()))
                                                        .shown()
                                                + ")"));
    }

    private static String writes(ProofFigures.Writes writes) {
        Double measured = writes.measuredPercent();
        Double hotBefore = writes.hotPercentBefore();
        Double hotAfter = writes.hotPercentAfter();
        Double walBefore = writes.walBytesBefore();
        Double walAfter = writes.walBytesAfter();
        StringBuilder text = new StringBuilder();
        text.append(
                measured == null
                        ? "not comparable"
                        : String.format(Locale.ROOT, "%+.1f %% time", measured));
        text.append(String.format(Locale.ROOT, " (promised %+.1f %%)", writes.promisedPercent()));
        if (hotBefore != null && hotAfter != null) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            ", heap-only updates %.1f %% before, %.1f %% after",
                            hotBefore,
                            hotAfter));
        }
        if (walBefore != null && walAfter != null) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            ", WAL of a write %,.0f B before, %,.0f B after",
                            walBefore,
                            walAfter));
        }
        return text.toString();
    }

    private static void queries(List<String> lines, ProofFigures figures, Layout layout) {
        if (figures.queries().isEmpty()) {
            return;
        }
        List<ProofFigures.Query> shown = figures.queries().stream().limit(MOST_QUERIES).toList();
        TextTable table =
                new TextTable()
                        .column("query", TextTable.Align.LEFT)
                        .column("", TextTable.Align.LEFT);
        List.of("calls", "after", "mean", "after", "promised", "measured")
                .forEach(name -> table.column(name, TextTable.Align.RIGHT));
        table.column("text", TextTable.Align.LEFT);
        shown.forEach(one -> table.row(row(one)));
        lines.add("");
        lines.addAll(table.lines("  ", layout.columns()));
        int more = figures.queries().size() - shown.size() + figures.queriesLeftOut();
        if (more > 0) {
            lines.add("  and " + Words.count(more, "more query", "more queries"));
        }
        percentiles(lines, shown, layout);
    }

    private static String[] row(ProofFigures.Query one) {
        return new String[] {
            shortHash(one),
            one.comparability().equals("comparable")
                    ? one.finding()
                    : one.comparability().replace('_', ' '),
            Words.whole(one.before().calls()),
            Words.whole(one.after().calls()),
            Words.time(one.before().meanMillis()),
            Words.time(one.after().meanMillis()),
            share(one.promisedRatio()),
            share(one.measuredRatio()),
            Words.oneLine(one.text())
        };
    }

    private static String shortHash(ProofFigures.Query one) {
        return one.hash().substring(0, Math.min(SHORT_HASH, one.hash().length()));
    }

    private static void percentiles(
            List<String> lines, List<ProofFigures.Query> queries, Layout layout) {
        List<ProofFigures.Query> known =
                queries.stream()
                        .filter(one -> isKnown(one.before()) || isKnown(one.after()))
                        .toList();
        if (known.isEmpty()) {
            return;
        }
        TextTable table = new TextTable().column("query", TextTable.Align.LEFT);
        List.of("p50", "after", "p95", "after", "p99", "after", "max", "after", ">1 s", "after")
                .forEach(name -> table.column(name, TextTable.Align.RIGHT));
        for (ProofFigures.Query one : known) {
            ProofFigures.Times before = one.before();
            ProofFigures.Times after = one.after();
            table.row(
                    shortHash(one),
                    Words.timeOrNone(before.p50Millis()),
                    Words.timeOrNone(after.p50Millis()),
                    Words.timeOrNone(before.p95Millis()),
                    Words.timeOrNone(after.p95Millis()),
                    Words.timeOrNone(before.p99Millis()),
                    Words.timeOrNone(after.p99Millis()),
                    Words.timeOrNone(before.maxMillis()),
                    Words.timeOrNone(after.maxMillis()),
                    number(before.callsOverSecond()),
                    number(after.callsOverSecond()));
        }
        lines.add("");
        lines.addAll(table.lines("  ", layout.columns()));
    }

    private static String number(@Nullable Long count) {
        return count == null ? "" : Words.whole(count);
    }

    private static boolean isPlanChanged(ProofFigures.Query one) {
        ProofFigures.Plan before = one.planBefore();
        ProofFigures.Plan after = one.planAfter();
        return before != null && after != null && !before.hash().equals(after.hash());
    }

    private static void plans(List<String> lines, ProofFigures.Query one, Layout layout) {
        plan(lines, "Plan of %s before".formatted(shortHash(one)), one.planBefore(), layout);
        plan(lines, "Plan of %s after".formatted(shortHash(one)), one.planAfter(), layout);
    }

    private static void plan(
            List<String> lines, String heading, ProofFigures.@Nullable Plan plan, Layout layout) {
        if (plan != null) {
            lines.add("");
            lines.add("  " + layout.heading(heading));
            plan.lines().forEach(line -> lines.add("    " + line));
        }
    }

    private static boolean isKnown(ProofFigures.Times times) {
        return times.p50Millis() != null
                || times.p95Millis() != null
                || times.p99Millis() != null
                || times.maxMillis() != null
                || times.callsOverSecond() != null;
    }

    /** {@code 3.2 %} of what was before. */
    static String share(@Nullable Double ratio) {
        return ratio == null ? "" : Words.percent(ratio, 1);
    }

    Part part() {
        ChangeProof.Times times = proof.times();
        return new Part(
                proof.changeId().toString(),
                proof.verdict().label(),
                proof.reason(),
                proof.isFinal(),
                proof.judgedAt().toString(),
                times.beforeFrom().toString(),
                times.beforeUntil().toString(),
                times.afterFrom().toString(),
                times.afterUntil().toString(),
                proof.figures());
    }

    /** As programs read it. */
    record Part(
            String change,
            String verdict,
            String reason,
            boolean finished,
            String judgedAt,
            String beforeFrom,
            String beforeUntil,
            String afterFrom,
            String afterUntil,
            ProofFigures figures) {}
}
