package org.pgwright.tuning.change;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Identifier;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.MaintenanceWindow;
import org.pgwright.strategy.Policy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A whole policy as somebody who is not at the command line gives it: with the fields that it is
 * shown with. Only what has no limit may be left out, as what is left out by mistake must not allow
 * more than was meant.
 *
 * @param windows as {@link MaintenanceWindow#parse} reads them
 * @param approves names of actions
 * @param maxBytes null for any
 * @param maxWriteOverheadPercent null for any
 * @param include patterns of tables; none for all
 */
public record PolicyForm(
        @Nullable List<String> windows,
        @Nullable List<String> approves,
        @Nullable Boolean applies,
        @Nullable Boolean rollsBack,
        @Nullable Long maxBytes,
        @Nullable Double maxWriteOverheadPercent,
        @Nullable List<String> include,
        @Nullable List<String> exclude,
        @Nullable Long watchHours,
        @Nullable Long unusedDays) {
    private static final int MOST_ENTRIES = 100;
    private static final int LONGEST_ENTRY = 200;
    private static final long MOST_HOURS = 10_000;
    private static final long MOST_DAYS = 3_650;
    private static final double MOST_PERCENT = 1e6;

    /**
     * The policy.
     *
     * @throws PgwrightException USAGE if it makes no sense
     */
    public Policy policy() {
        Set<Action> actions =
                entries("approves", approves).stream()
                        .map(PolicyForm::action)
                        .collect(Collectors.toSet());
        return new Policy(
                entries("windows", windows).stream().map(PolicyForm::window).toList(),
                new Policy.Unattended(
                        actions, given("applies", applies), given("rollsBack", rollsBack)),
                limits(),
                Duration.ofHours(between("watchHours", watchHours, MOST_HOURS)),
                Duration.ofDays(between("unusedDays", unusedDays, MOST_DAYS)));
    }

    private Policy.Limits limits() {
        if (maxBytes != null && maxBytes < 0) {
            throw wrong("maxBytes is less than nothing", "give a number of bytes, or none");
        }
        if (maxWriteOverheadPercent != null
                && !(maxWriteOverheadPercent >= 0 && maxWriteOverheadPercent <= MOST_PERCENT)) {
            throw wrong("maxWriteOverheadPercent is no percentage", "give one such as 5, or none");
        }
        return new Policy.Limits(
                maxBytes,
                maxWriteOverheadPercent,
                entries("include", include),
                entries("exclude", exclude));
    }

    private static List<String> entries(String field, @Nullable List<String> given) {
        List<String> entries = given(field, given).stream().map(String::strip).toList();
        boolean isWrong =
                entries.size() > MOST_ENTRIES
                        || entries.stream()
                                .anyMatch(
                                        entry ->
                                                entry.isEmpty()
                                                        || entry.length() > LONGEST_ENTRY
                                                        || entry.chars()
                                                                .anyMatch(Character::isISOControl));
        if (isWrong) {
            throw wrong(
                    field + " has too many entries, or one that is empty, too long or not text",
                    "give up to %d of up to %d characters".formatted(MOST_ENTRIES, LONGEST_ENTRY));
        }
        return entries;
    }

    /**
     * The name of a database that a policy can be for; null for none.
     *
     * @throws PgwrightException USAGE if no database can have it
     */
    public static @Nullable String database(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return null;
        }
        if (name.length() > Identifier.MAX_BYTES
                || name.chars().anyMatch(Character::isISOControl)) {
            throw wrong("no database can have that name", "give the name of one");
        }
        return name;
    }

    private static <T> T given(String field, @Nullable T value) {
        if (value == null) {
            throw wrong(field + " is not given", "give the policy as a whole, as it is shown");
        }
        return value;
    }

    private static long between(String field, @Nullable Long value, long most) {
        long number = given(field, value);
        if (number < 1 || number > most) {
            throw wrong(field + " is out of its range", "give 1 to " + most);
        }
        return number;
    }

    private static Action action(String name) {
        return Arrays.stream(Action.values())
                .filter(action -> action.label().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                wrong(
                                        "approves names an action that there is none of",
                                        "give create, drop or reindex, or nothing"));
    }

    private static MaintenanceWindow window(String text) {
        try {
            return MaintenanceWindow.parse(text);
        } catch (IllegalArgumentException unreadable) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    String.valueOf(unreadable.getMessage()),
                    "give one such as 02:00-05:00",
                    unreadable);
        }
    }

    private static PgwrightException wrong(String what, String remedy) {
        return new PgwrightException(ErrorCode.USAGE, what, remedy);
    }
}
