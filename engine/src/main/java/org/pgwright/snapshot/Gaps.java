package org.pgwright.snapshot;

import java.util.ArrayList;
import java.util.List;

/** Collects what could not be read. */
final class Gaps {
    private final List<Snapshot.Gap> gaps = new ArrayList<>();

    void add(String subject, String effect, String remedy) {
        gaps.add(new Snapshot.Gap(subject, effect, remedy));
    }

    /** One that matters more than those before. */
    void addFirst(String subject, String effect, String remedy) {
        gaps.addFirst(new Snapshot.Gap(subject, effect, remedy));
    }

    List<Snapshot.Gap> all() {
        return gaps;
    }
}
