package org.pgwright.tuning.rehearsal;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.rehearsal.Draw;
import org.pgwright.rehearsal.NotRun;
import org.pgwright.rehearsal.Rehearsal;
import org.pgwright.rehearsal.RehearsedIndex;
import org.pgwright.rehearsal.RehearsedIndex.Built;
import org.pgwright.rehearsal.RehearsedIndex.TakenBack;
import org.pgwright.rehearsal.RehearsedStatement;
import org.pgwright.rehearsal.Runs;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.ChangedObject;
import org.pgwright.strategy.Proposal;
import org.pgwright.strategy.Source;
import org.pgwright.tuning.change.ApplyRun;
import org.pgwright.tuning.change.ChangedDatabase;
import org.pgwright.tuning.change.Changes;
import org.pgwright.tuning.rehearsal.RehearsalOptions.Wanted;
import org.pgwright.workload.Statement;
import org.pgwright.workload.Workload;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** One rehearsal on a copy, from the first statement to the last. */
final class Performance {
    private static final String BEFORE = "Running statements before";
    private static final String AFTER = "Running statements after";

    private final Changes changes;
    private final ChangedDatabase copy;
    private final RehearsalOptions options;
    private final RehearsalRun.Following following;

    /**
     * @param changes with the copy's own journal
     */
    Performance(
            Changes changes,
            ChangedDatabase copy,
            RehearsalOptions options,
            RehearsalRun.Following following) {
        this.changes = changes;
        this.copy = copy;
        this.options = options;
        this.following = following;
    }

    Rehearsal perform(Origins.Found found, Workload workload, CopyStatements statements) {
        List<KnownStrategy> strategies = strategies(found.proposals());
        CopyStatements.Chosen chosen =
                statements.choose(
                        options.copy(),
                        workload,
                        strategies,
                        options.statements().most(),
                        following.progress()::step);
        StagingSession.Limits limits =
                new StagingSession.Limits(
                        options.statements().timeout(), options.limits().lockTimeout());
        try (StagingSession session =
                StagingSession.open(options.copy(), limits, following.stop())) {
            if (session.isSuperuser()) {
                following
                        .warnings()
                        .accept(
                                "the statements, and the functions that they call, run on the copy"
                                        + " with a superuser's rights");
            }
            List<PlannableStatement> texts =
                    chosen.statements().stream()
                            .flatMap(one -> one.texts().stream())
                            .distinct()
                            .toList();
            Map<PlannableStatement, Runs> before = rounds(session, BEFORE, texts);
            Tried tried = tried(strategies, session, texts);
            return rehearsal(found, strategies, chosen, new Measured(before, tried));
        }
    }

    /** What the copy is to be changed to, as its journal has it. */
    private List<KnownStrategy> strategies(List<Proposal> proposals) {
        if (options.wanted() instanceof Wanted.Sql(var file)) {
            return new ApplyRun(changes, copy, following.warnings())
                    .chosen(new ApplyRun.Choice.Sql(file));
        }
        return changes.propose(copy, Source.FILE, proposals).stream()
                .map(proposed -> changes.withId(copy.scope().instanceId(), proposed.strategy()))
                .toList();
    }

    private Map<PlannableStatement, Runs> rounds(
            StagingSession session, String what, List<PlannableStatement> texts) {
        return new Rounds(
                        session,
                        options.statements().timeout(),
                        following.stop(),
                        following.progress())
                .run(what, texts, options.statements().runs());
    }

    /**
     * What was made, and how the statements ran with it.
     *
     * @param names of each index and its parts
     * @param after empty if nothing could be made, or somebody broke it off
     * @param takenBack by the id of the strategy
     * @param isKept whether all of it stays
     */
    private record Tried(
            List<Built> built,
            List<Set<String>> names,
            Map<PlannableStatement, Runs> after,
            Map<UUID, TakenBack> takenBack,
            boolean isKept) {}

    private record Measured(Map<PlannableStatement, Runs> before, Tried tried) {}

    /** Whatever happens in between, what was done is taken back. */
    private Tried tried(
            List<KnownStrategy> strategies,
            StagingSession session,
            List<PlannableStatement> texts) {
        CopyChanges work = new CopyChanges(changes, copy, options.limits(), following.progress());
        List<Built> built = new ArrayList<>();
        List<Set<String>> names = new ArrayList<>();
        Map<PlannableStatement, Runs> after;
        try {
            for (KnownStrategy strategy : strategies) {
                Set<String> both = names(session, strategy);
                built.add(work.apply(strategy, following.stop()));
                both.addAll(names(session, strategy));
                names.add(both);
            }
            after =
                    built.stream().anyMatch(one -> one.took() != null)
                            ? rounds(session, AFTER, texts)
                            : Map.of();
        } catch (RuntimeException failure) {
            takeBackAfter(work, failure);
            throw failure;
        }
        // What did not come to its end has to be settled before the journal goes.
        boolean isKept =
                options.isKept()
                        && !following.stop().isGiven()
                        && built.stream().allMatch(Built::isAsWanted);
        return new Tried(built, names, after, isKept ? Map.of() : takeBack(work), isKept);
    }

    /** By which plans may know it. */
    private static Set<String> names(StagingSession session, KnownStrategy strategy) {
        Set<String> names = new TreeSet<>();
        if (strategy.object() == ChangedObject.INDEX) {
            names.addAll(session.partsOf(strategy.qualifiedIndex()));
            names.add(strategy.index());
        }
        return names;
    }

    private Map<UUID, TakenBack> takeBack(CopyChanges work) {
        try {
            return work.takeBack();
        } catch (PgwrightException failure) {
            tellUnsettled();
            throw failure;
        }
    }

    private void takeBackAfter(CopyChanges work, RuntimeException failure) {
        try {
            work.takeBack();
        } catch (PgwrightException another) {
            failure.addSuppressed(another);
            tellUnsettled();
        }
    }

    private void tellUnsettled() {
        following
                .warnings()
                .accept(
                        "what was changed on the copy is not taken back yet: pgwright rehearse"
                                + " --settle does it");
    }

    private Rehearsal rehearsal(
            Origins.Found found,
            List<KnownStrategy> strategies,
            CopyStatements.Chosen chosen,
            Measured measured) {
        List<RehearsedIndex> indexes = new ArrayList<>();
        for (int i = 0; i < strategies.size(); i++) {
            String known =
                    found.strategies().isEmpty() ? null : found.strategies().get(i).id().toString();
            indexes.add(index(strategies.get(i), known, measured.tried(), i));
        }
        List<NotRun> notRun = new ArrayList<>(chosen.notRun());
        List<RehearsedStatement> ran = compare(chosen, measured, notRun);
        return new Rehearsal(
                RehearsalRun.shown(options.copy()),
                indexes,
                ran,
                notRun,
                chosen.elsewhere(),
                measured.tried().isKept(),
                following.stop().isGiven());
    }

    /**
     * Those that ran, those that changed most first.
     *
     * @param notRun the others are added to it
     */
    private static List<RehearsedStatement> compare(
            CopyStatements.Chosen chosen, Measured measured, List<NotRun> notRun) {
        Set<String> changed = new TreeSet<>();
        measured.tried().names().forEach(changed::addAll);
        List<RehearsedStatement> ran = new ArrayList<>();
        for (CopyStatements.Sampled one : chosen.statements()) {
            Statement statement = one.statement();
            List<Draw> all = draws(one, measured);
            List<Draw> draws = all.stream().filter(draw -> !isUseless(draw)).toList();
            if (draws.isEmpty()) {
                String reason = all.isEmpty() ? "nothing was compared" : reason(all.getFirst());
                notRun.add(new NotRun(statement.hash(), statement.text(), reason));
            } else {
                ran.add(
                        new RehearsedStatement(
                                statement.hash(),
                                statement.text(),
                                one.calls(),
                                draws,
                                changed,
                                one.promise()));
            }
        }
        ran.sort(Comparator.comparingDouble(Performance::effect).reversed());
        return ran;
    }

    private static double effect(RehearsedStatement one) {
        return one.calls() * Math.abs(one.after().millis() - one.before().millis());
    }

    private RehearsedIndex index(
            KnownStrategy strategy, @Nullable String known, Tried tried, int place) {
        Built built = tried.built().get(place);
        TakenBack end = tried.takenBack().get(strategy.id());
        boolean isDone = built.isAsWanted() && built.took() != null;
        TakenBack usual = new TakenBack(true, isDone ? "it stays" : "as it was");
        return new RehearsedIndex(
                known,
                Objects.requireNonNullElse(strategy.action(), Action.CREATE),
                strategy.object(),
                strategy.qualifiedIndex(),
                strategy.table(),
                tried.names().get(place),
                strategy.prediction(),
                built,
                end == null ? usual : end);
    }

    private static List<Draw> draws(CopyStatements.Sampled one, Measured measured) {
        List<Draw> draws = new ArrayList<>();
        Map<PlannableStatement, Runs> after = measured.tried().after();
        for (PlannableStatement text : one.texts()) {
            Runs then = measured.before().get(text);
            Runs now = after.get(text);
            if (then != null && now != null) {
                draws.add(new Draw(text.share(), then, now));
            }
        }
        return draws;
    }

    /** Nothing can be said of a text that did not run before, or never to its end. */
    private static boolean isUseless(Draw draw) {
        return draw.before() instanceof Runs.Failed
                || (draw.before() instanceof Runs.TimedOut
                        && !(draw.after() instanceof Runs.Measured));
    }

    private static String reason(Draw draw) {
        return switch (draw.before()) {
            case Runs.Failed failed -> failed.reason();
            case Runs.TimedOut late ->
                    "it takes longer than %d s, before and after"
                            .formatted(late.limit().toSeconds());
            case Runs.Measured measured ->
                    throw new IllegalStateException("it ran, so that it can be compared");
        };
    }
}
