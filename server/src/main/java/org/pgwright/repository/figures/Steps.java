package org.pgwright.repository.figures;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** How long the steps are that a time is shown in. */
final class Steps {
    /** About two dozen are seen at a glance. */
    private static final int MOST = 31;

    /** Equal parts of hours, days and weeks. */
    private static final List<Duration> STEPS =
            Stream.concat(
                            Stream.of(1, 2, 3, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720)
                                    .map(Duration::ofMinutes),
                            Stream.of(1, 2, 3, 7, 14, 28).map(Duration::ofDays))
                    .toList();

    private Steps() {}

    /** The shortest of which there are not too many in a time. */
    static Duration of(Duration length) {
        return STEPS.stream()
                .filter(step -> length.compareTo(step.multipliedBy(MOST)) <= 0)
                .findFirst()
                .orElse(STEPS.getLast());
    }
}
