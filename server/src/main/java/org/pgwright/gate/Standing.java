package org.pgwright.gate;

import org.pgwright.findings.Finding;
import org.pgwright.gate.Baseline.ForeignKey;
import org.pgwright.gate.Baseline.Query;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** Finds what is wrong with a database by itself, whatever it was before. */
public final class Standing {
    private final Observation now;
    private final Limits limits;

    Standing(Observation now, Limits limits) {
        this.now = now;
        this.limits = limits;
    }

    /**
     * All of it, as warnings unless the limits are strict: nobody knows whether it was different
     * before.
     */
    public static List<Problem> of(Observation now, Limits limits) {
        Standing standing = new Standing(now, limits);
        List<Problem> problems = new ArrayList<>();
        for (Query query : now.state().statements()) {
            standing.scans(query).forEach(scan -> problems.add(scan.problem()));
        }
        now.unplanned().forEach(statement -> problems.add(skipped(now, statement)));
        problems.addAll(standing.findings(finding -> true));
        now.state().foreignKeysWithoutIndex().forEach(key -> problems.add(problem(key)));
        return problems.stream().map(p -> p.asWarning().under(limits)).toList();
    }

    /** A large table that a statement reads from end to end. */
    record LargeScan(String table, Problem problem) {}

    List<LargeScan> scans(Query query) {
        return query.sequentialScans().stream()
                .filter(scan -> scan.rows() > limits.largeRows())
                .map(
                        scan ->
                                new LargeScan(
                                        scan.table(),
                                        Problem.of(
                                                Rule.SEQUENTIAL_SCAN,
                                                now.subject(query),
                                                query.hash() + " " + scan.table(),
                                                "it reads all of "
                                                        + scan.table()
                                                        + ", about "
                                                        + CostWords.rows(scan.rows()),
                                                "ask pgwright advise for an index, or raise"
                                                        + " --large-rows if such tables are small"
                                                        + " here")))
                .toList();
    }

    static Problem skipped(Observation now, Observation.Unplanned statement) {
        return Problem.of(
                Rule.STATEMENT_SKIPPED,
                now.subject(statement),
                statement.hash(),
                "it was not checked: " + statement.reason(),
                "check that it is a statement of this database, or leave it out of the workload");
    }

    /** Of invalid and duplicate indexes. */
    List<Problem> findings(Predicate<Finding> wanted) {
        return now.findings().stream()
                .filter(Standing::isOfAnIndex)
                .filter(wanted)
                .map(Standing::problem)
                .toList();
    }

    private static boolean isOfAnIndex(Finding finding) {
        return finding.index() != null
                && switch (finding.kind()) {
                    case INVALID_INDEX, DUPLICATE_INDEX -> true;
                    case REDUNDANT_INDEX, FOREIGN_KEY_WITHOUT_INDEX, UNUSED_INDEX -> false;
                };
    }

    private static Problem problem(Finding finding) {
        String index = Objects.requireNonNull(finding.index()).shown();
        boolean isInvalid = finding.kind() == Finding.Kind.INVALID_INDEX;
        return Problem.of(
                isInvalid ? Rule.INDEX_INVALID : Rule.INDEX_DUPLICATE,
                Subject.INDEXES,
                index,
                "index " + index + " of " + finding.table().shown() + " is " + detail(finding),
                isInvalid
                        ? "build it again with REINDEX INDEX CONCURRENTLY, or drop it"
                        : "drop one of the two");
    }

    /** An invalid index is described by its size, which an adjective has to introduce. */
    private static String detail(Finding finding) {
        return finding.kind() == Finding.Kind.INVALID_INDEX
                        && !finding.detail().startsWith("invalid")
                ? "invalid: " + finding.detail()
                : finding.detail();
    }

    static Problem problem(ForeignKey key) {
        return Problem.of(
                Rule.FOREIGN_KEY_WITHOUT_INDEX,
                Subject.FOREIGN_KEYS,
                key.shown(),
                "the foreign key "
                        + key.shown()
                        + " has no index: each row deleted from "
                        + key.references()
                        + ", or whose key changes, reads the whole table",
                "create an index that begins with these columns");
    }
}
