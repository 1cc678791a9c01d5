package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.findings.Finding;
import org.pgwright.repository.figures.KnownFinding;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with schemas, for people and for programs. */
final class FindingLines {
    private static final int MOST = 20;

    private FindingLines() {}

    /** A finding as programs read it. */
    record Document(
            String kind,
            String database,
            String schema,
            String table,
            @Nullable String index,
            List<String> columns,
            @Nullable String other,
            String detail,
            String since) {
        static Document of(KnownFinding known) {
            Finding finding = known.finding();
            return new Document(
                    finding.kind().label(),
                    known.databaseName(),
                    finding.table().schema(),
                    finding.table().name(),
                    finding.index() == null ? null : finding.index().name(),
                    finding.columns(),
                    finding.other() == null ? null : finding.other().shown(),
                    finding.detail(),
                    known.since().toString());
        }
    }

    /** A paragraph for each, the first twenty; nothing where there are none. */
    static List<String> of(List<KnownFinding> findings, Layout layout) {
        List<String> lines = new ArrayList<>();
        for (KnownFinding known : findings.stream().limit(MOST).toList()) {
            Finding finding = known.finding();
            String about =
                    finding.index() == null
                            ? finding.table().shown() + " (" + columns(finding) + ")"
                            : finding.index().shown() + " on " + finding.table().shown();
            lines.add("");
            lines.addAll(
                    Words.wrapped(
                            "%s, %s %s: %s"
                                    .formatted(
                                            finding.kind().label().replace('-', ' '),
                                            known.databaseName(),
                                            about,
                                            finding.detail()),
                            "",
                            layout.columns()));
        }
        if (findings.size() > MOST) {
            lines.add("");
            lines.add(
                    "and %s; --format json has all"
                            .formatted(
                                    Words.count(
                                            findings.size() - MOST,
                                            "more finding",
                                            "more findings")));
        }
        return lines;
    }

    private static String columns(Finding finding) {
        return String.join(", ", finding.columns());
    }
}
