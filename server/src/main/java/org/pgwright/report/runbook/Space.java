package org.pgwright.report.runbook;

import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.findings.Finding;
import org.pgwright.report.Words;
import org.pgwright.repository.figures.IndexFigures;
import org.pgwright.repository.figures.KnownFinding;
import org.pgwright.repository.figures.SizeFigures;
import org.pgwright.repository.figures.TableFigures;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What to do about bloat, and about indexes that nobody needs. */
final class Space {
    private static final int MOST = 10;

    /** Less is not worth the work. */
    private static final double LEAST_SHARE = 0.3;

    private Space() {}

    static Section bloat(RunbookFacts facts, Reaching reaching) {
        List<IndexFigures> indexes =
                facts.activity().indexes().stream()
                        .filter(index -> isBloated(index.size()))
                        .sorted(Comparator.comparingLong(index -> -won(index.size())))
                        .limit(MOST)
                        .toList();
        List<TableFigures> tables =
                facts.activity().tables().stream()
                        .filter(table -> isBloated(table.size()))
                        .sorted(Comparator.comparingLong(table -> -won(table.size())))
                        .limit(MOST)
                        .toList();
        Section.Builder section =
                new Section.Builder("Bloat")
                        .command("What would shrink most, by estimates", reaching.figures("bloat"))
                        .facts(
                                List.of("index", "size", "could be won"),
                                indexes.stream()
                                        .map(index -> row(name(index), index.size()))
                                        .toList(),
                                "No bloated index is known: none was found, or it was not looked"
                                        + " for.")
                        .facts(
                                List.of("table", "size", "could be won"),
                                tables.stream()
                                        .map(table -> row(table.name(), table.size()))
                                        .toList(),
                                "No bloated table is known: none was found, or it was not looked"
                                        + " for.");
        if (!indexes.isEmpty()) {
            section.script(
                            "Builds them anew, concurrently",
                            "reindex.sql",
                            statements(indexes, "REINDEX INDEX CONCURRENTLY"))
                    .command(
                            "Do it, as a role that owns the tables",
                            reaching.changing("apply", "--sql", "reindex.sql"));
        }
        for (TableFigures table : tables) {
            section.command(
                            "Measure it first; the table is read whole",
                            reaching.onServer("bloat", "--", plain(table.name())))
                    .changing(
                            "Makes room within the table for new rows, and locks nobody out",
                            "VACUUM (ANALYZE) " + table.name().quoted() + ";");
        }
        return section.say(
                        "VACUUM FULL and CLUSTER lock everybody out for as long as they take: not"
                                + " without a window and a way back.")
                .command("What to check afterwards", reaching.figures("indexes"))
                .build();
    }

    static Section needless(RunbookFacts facts, Reaching reaching) {
        List<IndexFigures> unused =
                facts.activity().indexes().stream()
                        .filter(index -> index.drop() != null && index.drop().isRecommended())
                        .limit(MOST)
                        .toList();
        Section.Builder section =
                new Section.Builder("Indexes that nobody needs, or that are broken")
                        .facts(
                                List.of("index", "size", "why it can go"),
                                unused.stream().map(Space::unusedRow).toList(),
                                "No index is recommended to be dropped: all are used, or they were"
                                        + " not watched for long enough.")
                        .facts(
                                List.of("finding", "table", "index", "what"),
                                facts.activity().findings().stream()
                                        .map(Space::findingRow)
                                        .toList(),
                                "No duplicate, redundant or invalid index, and no foreign key"
                                        + " without one, was found.");
        if (!unused.isEmpty()) {
            section.script(
                            "Drops them, concurrently",
                            "drop.sql",
                            statements(unused, "DROP INDEX CONCURRENTLY"))
                    .command(
                            "Do it, as a role that owns the tables",
                            reaching.changing("apply", "--sql", "drop.sql"))
                    .say("pgwright rollback makes them again as they were.");
        }
        List<QualifiedName> invalid = invalid(facts);
        if (!invalid.isEmpty()) {
            section.script(
                            "Builds the invalid ones anew",
                            "invalid.sql",
                            lines(invalid, "REINDEX INDEX CONCURRENTLY"))
                    .command(
                            "Do it, unless a build is at work",
                            reaching.changing("apply", "--sql", "invalid.sql"));
        }
        return section.build();
    }

    private static List<QualifiedName> invalid(RunbookFacts facts) {
        List<QualifiedName> invalid = new ArrayList<>();
        for (KnownFinding known : facts.activity().findings()) {
            QualifiedName index = known.finding().index();
            if (known.finding().kind() == Finding.Kind.INVALID_INDEX && index != null) {
                invalid.add(index);
            }
        }
        return invalid;
    }

    private static String statements(List<IndexFigures> indexes, String what) {
        return lines(indexes.stream().map(Space::name).toList(), what);
    }

    private static String lines(List<QualifiedName> indexes, String what) {
        return indexes.stream()
                .map(index -> what + " " + index.quoted() + ";")
                .collect(Collectors.joining("\n"));
    }

    private static QualifiedName name(IndexFigures index) {
        return new QualifiedName(index.table().schema(), index.name());
    }

    /** As pgwright bloat takes it. */
    private static String plain(QualifiedName name) {
        return name.shown();
    }

    private static boolean isBloated(SizeFigures size) {
        Double share = size.bloatShare();
        return share != null && share >= LEAST_SHARE;
    }

    private static long won(SizeFigures size) {
        Long bytes = size.bloatBytes();
        return bytes == null ? 0 : bytes;
    }

    private static List<String> row(QualifiedName name, SizeFigures size) {
        return List.of(
                name.shown(),
                new Bytes(size.bytes()).shown(),
                "%s (%s)"
                        .formatted(
                                new Bytes(won(size)).shown(),
                                Words.percent((double) won(size), (double) size.bytes())));
    }

    private static List<String> unusedRow(IndexFigures index) {
        IndexFigures.Drop drop = index.drop();
        return List.of(
                name(index).shown(),
                index.bytes() == null ? "not known" : new Bytes(index.bytes()).shown(),
                drop == null ? "" : drop.reason());
    }

    private static List<String> findingRow(KnownFinding known) {
        Finding finding = known.finding();
        return List.of(
                finding.kind().label(),
                finding.table().shown(),
                finding.index() == null
                        ? String.join(", ", finding.columns())
                        : finding.index().shown(),
                finding.detail());
    }
}
