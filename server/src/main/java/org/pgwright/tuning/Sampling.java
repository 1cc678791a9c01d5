package org.pgwright.tuning;

import org.pgwright.catalog.Samples;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Progress;
import org.pgwright.planner.TableReference;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.TargetReader;
import org.pgwright.snapshot.SampleTaker;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.snapshot.Snapshot.Gap;
import org.pgwright.snapshot.WantedSamples;
import org.pgwright.twin.Twin;
import org.pgwright.workload.Statement;

import java.util.ArrayList;
import java.util.List;

/**
 * Completes a snapshot with samples: which expressions the workload asks for is known only when a
 * twin has analysed its statements.
 */
public final class Sampling {
    private Sampling() {}

    /**
     * The snapshot with the samples that its workload makes desirable, which the twin then knows
     * too. Where none are, the server is not asked.
     *
     * @param twin of the snapshot, before any index was offered
     * @param settings of the server that the snapshot was taken of
     */
    public static Snapshot complete(
            Snapshot snapshot, Twin twin, ConnectionSettings settings, Progress progress) {
        WantedSamples wanted =
                WantedSamples.of(snapshot.catalog(), references(snapshot, twin, progress));
        if (wanted.isEmpty()) {
            return snapshot;
        }
        try (TargetReader reader = TargetReader.open(settings)) {
            Snapshot complete = SampleTaker.take(reader, snapshot, wanted, progress);
            twin.learn(complete.catalog().samples());
            return complete;
        } catch (PgwrightException failure) {
            return without(snapshot, failure);
        }
    }

    /** The snapshot, with the reason why it has no samples. */
    static Snapshot without(Snapshot snapshot, PgwrightException reason) {
        Gap gap =
                new Gap(
                        "samples of expressions",
                        "how selective expressions in statements are was guessed (%s)"
                                .formatted(reason.getMessage()),
                        "run it again when what is in the way is gone");
        return snapshot.with(Samples.NONE, List.of(gap));
    }

    private static List<TableReference> references(
            Snapshot snapshot, Twin twin, Progress progress) {
        List<Statement> statements = snapshot.workload().statements();
        List<TableReference> references = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            progress.step("Reading statements", i, statements.size());
            references.addAll(twin.references(statements.get(i)));
        }
        progress.step("Reading statements", statements.size(), statements.size());
        return references;
    }
}
