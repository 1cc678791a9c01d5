package org.pgwright.tuning;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Catalog;
import org.pgwright.embedded.PostgresInstallation;
import org.pgwright.embedded.PostgresInstallations;
import org.pgwright.gate.Baseline;
import org.pgwright.gate.BaselineText;
import org.pgwright.gate.Comparison;
import org.pgwright.gate.Observation;
import org.pgwright.gate.Problem;
import org.pgwright.gate.Standing;
import org.pgwright.gate.Subject;
import org.pgwright.gate.script.ScriptCheck;
import org.pgwright.planner.Progress;
import org.pgwright.report.CheckReport;
import org.pgwright.snapshot.NoWorkload;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.snapshot.SnapshotFile;
import org.pgwright.tuning.AdviceOptions.Source;
import org.pgwright.tuning.CheckOptions.DatabaseCheck;
import org.pgwright.twin.Twin;
import org.pgwright.twin.TwinOptions;
import org.pgwright.workload.Statement;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Checks a database against what it was, and SQL files against what is unsafe.
 *
 * <p>Only reads the monitored server, and is done with it before the first statement is planned.
 */
public final class CheckRun {
    private final PostgresInstallations installations;
    private final Path cache;
    private final KeptStatements kept;
    private final String version;

    /**
     * @param installations to run the twin with
     * @param cache of {@link org.pgwright.embedded.CacheFolder}
     * @param kept the statements of the repository, for who chooses them
     * @param version of pgwright, for the report
     */
    public CheckRun(
            PostgresInstallations installations, Path cache, KeptStatements kept, String version) {
        this.installations = installations;
        this.cache = cache;
        this.kept = kept;
        this.version = version;
    }

    /**
     * How a check ended.
     *
     * @param baseline of the database as it is now, as a file holds it; null if none was checked
     */
    public record Outcome(CheckReport report, @Nullable String baseline) {}

    /**
     * Checks.
     *
     * @throws org.pgwright.error.PgwrightException if something cannot be checked at all
     */
    public Outcome run(CheckOptions options, Progress progress, Consumer<String> warnings) {
        List<ScriptFiles.Script> scripts = ScriptFiles.read(options.scripts());
        Found found = new Found();
        String baseline = null;
        if (options.database() != null) {
            Following following = new Following(progress, warnings);
            baseline = checkDatabase(options.database(), options, following, found);
        }
        for (ScriptFiles.Script script : scripts) {
            found.subjects.add(Subject.script(script.file()));
            ScriptCheck.of(script.file(), script.text()).stream()
                    .map(problem -> problem.under(options.limits()))
                    .forEach(found.problems::add);
        }
        return new Outcome(
                new CheckReport(version, found.subjects, found.problems, found.notes), baseline);
    }

    private record Following(Progress progress, Consumer<String> warnings) {}

    private static final class Found {
        private final List<Subject> subjects = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
    }

    private String checkDatabase(
            DatabaseCheck check, CheckOptions options, Following following, Found found) {
        Path named = check.baseline();
        boolean isSnapshot = named != null && BaselineFiles.isSnapshot(named);
        Baseline written = named == null || isSnapshot ? null : BaselineFiles.read(named);
        Snapshot lent = check.statistics() == null ? null : SnapshotFile.read(check.statistics());
        Snapshot now = snapshot(check.source(), check, following);
        Snapshot old = isSnapshot && named != null ? old(named, check, following) : null;
        List<Statement> others =
                CheckedStatements.missing(check.workload(), now, written, known(old, lent));
        tellGaps(now, following.warnings());
        Snapshot complete = lent == null ? now : borrowing(now, lent, found);
        Observation observed = observe(complete, others, check, following);
        Baseline before = old == null ? written : before(old, now, check, following);
        found.problems.addAll(
                before == null
                        ? Standing.of(observed, options.limits())
                        : Comparison.of(before, observed, options.limits()));
        found.subjects.addAll(CheckedStatements.subjects(observed));
        found.notes.addAll(CheckNotes.of(complete, observed, before));
        return BaselineText.write(observed.state());
    }

    /** With the statements of today that did not run then, which are no new ones. */
    private Baseline before(Snapshot old, Snapshot now, DatabaseCheck check, Following following) {
        List<Statement> others =
                CheckedStatements.missing(check.workload(), old, null, List.of(now));
        return observe(old, others, check, following).state();
    }

    private static List<Snapshot> known(@Nullable Snapshot old, @Nullable Snapshot lent) {
        List<Snapshot> known = new ArrayList<>();
        if (old != null) {
            known.add(old);
        }
        if (lent != null) {
            known.add(lent);
        }
        return known;
    }

    private static void tellGaps(Snapshot snapshot, Consumer<String> warnings) {
        snapshot.gaps()
                .forEach(
                        gap ->
                                warnings.accept(
                                        gap.subject() + ": " + gap.effect() + "; " + gap.remedy()));
    }

    private static Snapshot borrowing(Snapshot now, Snapshot lent, Found found) {
        BorrowedStatistics.Borrowed borrowed = BorrowedStatistics.of(now.catalog(), lent.catalog());
        found.notes.add(
                String.format(
                        Locale.ROOT,
                        "sizes and statistics of %,d empty %s are those of the snapshot that"
                                + " --statistics names",
                        borrowed.tables(),
                        borrowed.tables() == 1 ? "table" : "tables"));
        return new Snapshot(
                now.takenAt(),
                now.madeBy(),
                now.hasValues(),
                borrowed.catalog(),
                now.workload(),
                now.gaps());
    }

    /** An old snapshot with the statements of today's files, else with its own. */
    private Snapshot old(Path file, DatabaseCheck check, Following following) {
        Source source = new Source.File(file);
        return check.workload() instanceof WorkloadChoice.Kept
                ? SnapshotFile.read(file)
                : snapshot(source, check, following);
    }

    private Snapshot snapshot(Source source, DatabaseCheck check, Following following) {
        SnapshotRun server = new SnapshotRun(installations, cache, kept, version);
        return new SourceReader(kept, server, following.progress(), following.warnings())
                .read(source, check.workload(), check.statements());
    }

    private Observation observe(
            Snapshot snapshot, List<Statement> others, DatabaseCheck check, Following following) {
        List<Statement> statements = new ArrayList<>(snapshot.workload().statements());
        statements.addAll(others);
        if (statements.isEmpty()) {
            throw NoWorkload.in(snapshot);
        }
        Catalog catalog = snapshot.catalog();
        TwinOptions options = new TwinOptions(installation(check.twinPostgres(), catalog), cache);
        try (Twin twin = Twin.build(catalog, statements, options, following.progress())) {
            twin.problems().forEach(following.warnings());
            return new PlannedState(catalog, twin, CheckedStatements.places(check.workload()))
                    .of(statements, following.progress());
        }
    }

    private PostgresInstallation installation(@Nullable Path named, Catalog catalog) {
        return named == null
                ? installations.ofMajor(catalog.server().major())
                : installations.at(named);
    }
}
