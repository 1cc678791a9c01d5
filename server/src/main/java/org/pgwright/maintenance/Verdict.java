package org.pgwright.maintenance;

import org.jspecify.annotations.Nullable;
import org.pgwright.advisor.existing.IndexChange.Effect;
import org.pgwright.advisor.existing.Suspect;
import org.pgwright.catalog.Index;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** What is to become of an index. */
public sealed interface Verdict {
    /** The index. */
    Index index();

    /**
     * Nothing needs it, unless a plan does.
     *
     * @param remarks what to know beside the reason
     */
    record Needless(Suspect suspect, List<String> remarks) implements Verdict {
        public Needless {
            remarks = List.copyOf(remarks);
        }

        @Override
        public Index index() {
            return suspect.index();
        }
    }

    /**
     * It stays.
     *
     * @param reason in words
     * @param used when it was scanned last, of one that is used; null for others
     * @param effects on statements that speak for it
     */
    record Stays(
            Index index, Cause cause, String reason, @Nullable LocalDate used, List<Effect> effects)
            implements Verdict {
        public Stays {
            effects = List.copyOf(effects);
        }

        /** It stays for something beside use and plans. */
        public static Stays because(Index index, Cause cause, String reason) {
            return new Stays(index, cause, reason, null, List.of());
        }
    }

    /** Why an index stays. */
    enum Cause {
        /** Something beside queries needs it. */
        NEEDED,
        /** It is used, or its next use may be to come. */
        USED,
        /** A statement would pay for it. */
        PLAN,
        /** A server is not watched that may use it. */
        UNWATCHED,
        /** Too little is known. */
        NOT_KNOWN,
        /** Somebody has decided what is to become of it. */
        DECIDED;

        /** The word for it in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
