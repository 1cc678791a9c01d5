package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.MaintenanceWindow;
import org.pgwright.strategy.Policy;

import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is to be changed of a policy; what is not given stays as it is. */
final class PolicyArguments {
    private static final int PERCENT = 100;

    @Option(
            names = "--window",
            paramLabel = "WINDOW",
            order = 10,
            converter = WindowText.class,
            description =
                    "When a change may begin, and has to have ended: daily, or on these days, in"
                            + " UTC or a time zone. May be repeated.")
    private List<MaintenanceWindow> windows = List.of();

    @Option(names = "--any-time", order = 11, description = "Take all windows away.")
    private boolean isAnyTime;

    @Option(
            names = "--approve",
            paramLabel = "ACTION",
            order = 12,
            split = ",",
            converter = ActionName.class,
            description =
                    "Approve these by itself where they are proposed within the limits: create,"
                            + " drop, reindex; or nothing.")
    private @Nullable List<ActionName.Choice> approves;

    @Option(
            names = "--apply",
            order = 13,
            negatable = true,
            description = "Have pgwright collect do what is approved, within the windows.")
    private @Nullable Boolean applies;

    @Option(
            names = "--roll-back",
            order = 14,
            negatable = true,
            description = "Have pgwright collect take back what did harm, at once.")
    private @Nullable Boolean rollsBack;

    @Option(
            names = "--max-size",
            paramLabel = "SIZE",
            order = 15,
            converter = ByteSizes.class,
            description = "The largest index to approve by itself, such as 5GB.")
    private @Nullable Bytes maxSize;

    @Option(names = "--any-size", order = 16, description = "Take that limit away.")
    private boolean isAnySize;

    @Option(
            names = "--max-write-overhead",
            paramLabel = "PERCENT",
            order = 17,
            converter = Percentages.class,
            description =
                    "By how much an index that is approved by itself may make the writes to its"
                            + " table dearer, such as 5%%.")
    private @Nullable Double maxWriteOverhead;

    @Option(names = "--any-write-overhead", order = 18, description = "Take that limit away.")
    private boolean isAnyWriteOverhead;

    @Option(
            names = "--include",
            paramLabel = "TABLE",
            order = 19,
            split = ",",
            description =
                    "Approve by itself only for these tables, with * and ? as in shells, and with"
                            + " or without schema. May be repeated.")
    private @Nullable List<String> include;

    @Option(
            names = "--exclude",
            paramLabel = "TABLE",
            order = 20,
            split = ",",
            description = "Not for these. May be repeated.")
    private @Nullable List<String> exclude;

    @Option(names = "--any-table", order = 21, description = "Take both away.")
    private boolean isAnyTable;

    @Option(
            names = "--watch",
            paramLabel = "TIME",
            order = 22,
            converter = Durations.class,
            description = "How long a change is measured before it is kept; 48h at first.")
    private @Nullable Duration watch;

    @Option(
            names = "--unused-for",
            paramLabel = "TIME",
            order = 23,
            converter = Durations.class,
            description =
                    "For how long nothing may have used an index before it is proposed to be"
                            + " dropped; 30d at first.")
    private @Nullable Duration unused;

    /**
     * Finds out what makes no sense.
     *
     * @throws PgwrightException USAGE
     */
    void check() {
        contradiction(!windows.isEmpty() && isAnyTime, "--window", "--any-time");
        contradiction(maxSize != null && isAnySize, "--max-size", "--any-size");
        contradiction(
                maxWriteOverhead != null && isAnyWriteOverhead,
                "--max-write-overhead",
                "--any-write-overhead");
        contradiction(
                (include != null || exclude != null) && isAnyTable,
                "--include or --exclude",
                "--any-table");
        boolean isMixed =
                approves != null
                        && approves.size() > 1
                        && approves.contains(ActionName.Choice.NOTHING);
        contradiction(isMixed, "--approve nothing", "an action");
        atLeast("--watch", watch, Duration.ofHours(1), "1h");
        atLeast("--unused-for", unused, Duration.ofDays(1), "1d");
    }

    private static void contradiction(boolean isOne, String one, String other) {
        if (isOne) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "both %s and %s are given".formatted(one, other),
                    "give one of them");
        }
    }

    private static void atLeast(
            String option, @Nullable Duration given, Duration least, String shown) {
        if (given != null && given.compareTo(least) < 0) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "%s is less than %s".formatted(option, shown),
                    "give %s or more".formatted(shown));
        }
    }

    /** The policy as it is wanted. */
    Policy changed(Policy before) {
        List<MaintenanceWindow> kept = windows.isEmpty() ? before.windows() : windows;
        return new Policy(
                isAnyTime ? List.of() : kept,
                unattended(before.unattended()),
                limits(before.limits()),
                watch == null ? before.watch() : watch,
                unused == null ? before.unused() : unused);
    }

    private Policy.Unattended unattended(Policy.Unattended before) {
        return new Policy.Unattended(
                approves == null ? before.approves() : actions(approves),
                applies == null ? before.applies() : applies,
                rollsBack == null ? before.rollsBack() : rollsBack);
    }

    private static Set<Action> actions(List<ActionName.Choice> choices) {
        return choices.stream()
                .flatMap(choice -> choice.action().stream())
                .collect(Collectors.toSet());
    }

    private Policy.Limits limits(Policy.Limits before) {
        Long bytes = maxSize == null ? before.maxBytes() : Long.valueOf(maxSize.count());
        Double overhead =
                maxWriteOverhead == null
                        ? before.maxWriteOverheadPercent()
                        : Double.valueOf(PERCENT * maxWriteOverhead);
        List<String> some = include == null ? before.include() : include;
        List<String> others = exclude == null ? before.exclude() : exclude;
        return new Policy.Limits(
                isAnySize ? null : bytes,
                isAnyWriteOverhead ? null : overhead,
                isAnyTable ? List.of() : some,
                isAnyTable ? List.of() : others);
    }
}
