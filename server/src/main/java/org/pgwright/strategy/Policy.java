package org.pgwright.strategy;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What pgwright may do with the indexes of a database by itself, and when.
 *
 * @param windows in which changes may run; any time if there is none
 * @param unattended what is done without anybody who asks for it
 * @param watch how long a change is measured before it is kept
 * @param unused for how long nothing may have used an index before it is proposed to be dropped
 */
public record Policy(
        List<MaintenanceWindow> windows,
        Unattended unattended,
        Limits limits,
        Duration watch,
        Duration unused) {
    /** Nothing by itself. */
    public static final Policy NONE =
            new Policy(
                    List.of(),
                    Unattended.NOTHING,
                    new Limits(null, null, List.of(), List.of()),
                    Duration.ofDays(2),
                    Duration.ofDays(30));

    public Policy {
        windows = List.copyOf(windows);
    }

    /**
     * What is done without anybody who asks for it.
     *
     * @param approves which actions are approved where they are proposed within the limits
     * @param applies whether what is approved is done, within the windows
     * @param rollsBack whether a change that made the real workload worse is taken back, at once
     */
    public record Unattended(Set<Action> approves, boolean applies, boolean rollsBack) {
        /** Somebody asks for everything. */
        public static final Unattended NOTHING = new Unattended(Set.of(), false, false);

        public Unattended {
            approves = Set.copyOf(approves);
        }

        /** Whether servers are changed at all. */
        public boolean changes() {
            return applies || rollsBack;
        }
    }

    /**
     * Which proposals are approved by themselves.
     *
     * @param maxBytes the largest index; null for any
     * @param maxWriteOverheadPercent by how much it may make writes to its table dearer; null for
     *     any
     * @param include patterns of tables, with * and ?; none for all
     * @param exclude patterns of tables that are left alone
     */
    public record Limits(
            @Nullable Long maxBytes,
            @Nullable Double maxWriteOverheadPercent,
            List<String> include,
            List<String> exclude) {
        public Limits {
            include = List.copyOf(include);
            exclude = List.copyOf(exclude);
        }

        private Optional<String> refusal(QualifiedName table, Prediction prediction) {
            if (maxBytes != null && prediction.bytes() > maxBytes) {
                return Optional.of("it is larger than the policy allows");
            }
            if (maxWriteOverheadPercent != null
                    && prediction.writeOverheadPercent() > maxWriteOverheadPercent) {
                return Optional.of("it makes writes dearer than the policy allows");
            }
            boolean isIncluded =
                    include.isEmpty() || include.stream().anyMatch(like -> matches(like, table));
            boolean isExcluded = exclude.stream().anyMatch(like -> matches(like, table));
            return isIncluded && !isExcluded
                    ? Optional.empty()
                    : Optional.of("the policy leaves its table out");
        }

        private static boolean matches(String like, QualifiedName table) {
            String pattern = Pattern.quote(like).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
            String name = like.contains(".") ? table.schema() + "." + table.name() : table.name();
            return Pattern.matches(pattern, name);
        }
    }

    /** Why a proposal is not approved by itself; empty if it is. */
    public Optional<String> refusal(Action action, QualifiedName table, Prediction prediction) {
        return unattended.approves().contains(action)
                ? limits.refusal(table, prediction)
                : Optional.of("the policy leaves it to people");
    }

    /** Whether changes may run at a time. */
    public boolean isOpen(Instant now) {
        return windows.isEmpty() || end(now).isPresent();
    }

    /** When the window that is open at a time ends; empty where there is none, or no end. */
    public Optional<Instant> end(Instant now) {
        return windows.stream()
                .flatMap(window -> window.endAt(now).stream())
                .max(Comparator.naturalOrder());
    }

    /** When the next window begins; empty if changes may run at any time. */
    public Optional<Instant> next(Instant now) {
        return windows.stream().map(window -> window.nextAfter(now)).min(Comparator.naturalOrder());
    }
}
