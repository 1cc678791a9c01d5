package org.pgwright.tuning;

import org.jspecify.annotations.Nullable;
import org.pgwright.gate.Baseline;
import org.pgwright.gate.Observation;
import org.pgwright.gate.Place;
import org.pgwright.gate.Subject;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.workload.Statement;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Which statements a check is about, and where they are. */
final class CheckedStatements {
    private CheckedStatements() {}

    /**
     * The statements of the baseline, and of other databases, that a database has not run. Where
     * the statements are those of files, what is not in the files is no longer the application's.
     */
    static List<Statement> missing(
            WorkloadChoice choice,
            Snapshot now,
            @Nullable Baseline written,
            List<Snapshot> others) {
        if (!(choice instanceof WorkloadChoice.OfSource)) {
            return List.of();
        }
        Set<String> known = new HashSet<>();
        now.workload().statements().forEach(statement -> known.add(statement.hash()));
        List<Statement> earlier = new ArrayList<>();
        others.forEach(other -> earlier.addAll(other.workload().statements()));
        if (written != null) {
            written.statements().forEach(query -> earlier.add(statement(query)));
        }
        return earlier.stream().filter(statement -> known.add(statement.hash())).toList();
    }

    private static Statement statement(Baseline.Query query) {
        return new Statement(
                query.text(), query.hash(), null, 1, Duration.ZERO, -1, null, "baseline");
    }

    /** All that a check of a database looks at. */
    static List<Subject> subjects(Observation observed) {
        List<Subject> subjects = new ArrayList<>();
        observed.state().statements().forEach(query -> subjects.add(observed.subject(query)));
        observed.unplanned().forEach(statement -> subjects.add(observed.subject(statement)));
        subjects.add(Subject.INDEXES);
        subjects.add(Subject.FOREIGN_KEYS);
        return subjects;
    }

    /** Where the statements of files are: a statement knows its file's name and its line. */
    static Function<Statement, Optional<Place>> places(WorkloadChoice choice) {
        return switch (choice) {
            case WorkloadChoice.Files(Path place) ->
                    statement -> placeIn(place, statement.source());
            case WorkloadChoice.OfSource own -> statement -> Optional.empty();
            case WorkloadChoice.Kept kept -> statement -> Optional.empty();
        };
    }

    private static Optional<Place> placeIn(Path fileOrFolder, String source) {
        int colon = source.lastIndexOf(':');
        if (colon < 0 || !source.substring(colon + 1).matches("\\d{1,9}")) {
            return Optional.empty();
        }
        Path file =
                Files.isDirectory(fileOrFolder)
                        ? fileOrFolder.resolve(source.substring(0, colon))
                        : fileOrFolder;
        int line = Integer.parseInt(source.substring(colon + 1));
        return Optional.of(new Place.InFile(file.toString(), line));
    }
}
