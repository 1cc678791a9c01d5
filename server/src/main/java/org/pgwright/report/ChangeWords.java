package org.pgwright.report;

import org.pgwright.advisor.existing.IndexChange;
import org.pgwright.advisor.existing.IndexChange.Action;

/** What reports say of existing indexes that are to be changed. */
final class ChangeWords {
    static final String TITLE = "Existing indexes";

    private ChangeWords() {}

    /** {@code drop public.a of public.t, 12.4 MB}. */
    static String subject(IndexChange change) {
        String won =
                change.action() == Action.REINDEX && change.freed().count() > 0
                        ? ", wins about " + change.freed().shown()
                        : "";
        return "%s %s of %s, %s%s"
                .formatted(
                        change.action().label(),
                        change.index().name().shown(),
                        change.index().table().shown(),
                        change.size().shown(),
                        won);
    }
}
