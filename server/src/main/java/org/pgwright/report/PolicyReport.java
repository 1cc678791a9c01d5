package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.MaintenanceWindow;
import org.pgwright.strategy.Policy;

import java.util.List;

/**
 * What pgwright may do with indexes by itself, and when.
 *
 * @param database null for what holds for databases without a policy of their own
 */
public record PolicyReport(String instance, @Nullable String database, Policy policy)
        implements Report {
    @Override
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> text();
            case JSON -> Json.of(document());
        };
    }

    private String text() {
        Policy.Unattended unattended = policy.unattended();
        Policy.Limits limits = policy.limits();
        Long bytes = limits.maxBytes();
        Double overhead = limits.maxWriteOverheadPercent();
        return """
        %s, %s

        windows       %s
        approves      %s by itself
        applies       %s by itself
        rolls back    %s by itself
        largest       %s
        writes        %s
        tables        %s
        watched for   %d h
        unused after  %d days
        """
                .formatted(
                        Words.oneLine(instance),
                        database == null
                                ? "databases without a policy of their own"
                                : Words.oneLine(database),
                        policy.windows().isEmpty() ? "any time" : String.join("; ", windows()),
                        actions().isEmpty()
                                ? "nothing"
                                : String.join(", ", actions()) + " within the limits",
                        unattended.applies() ? "what is approved, within the windows" : "nothing",
                        unattended.rollsBack() ? "what did harm" : "nothing",
                        bytes == null ? "any" : new Bytes(bytes).shown(),
                        overhead == null ? "any" : "up to +%.1f %%".formatted(overhead),
                        tables(limits),
                        policy.watch().toHours(),
                        policy.unused().toDays());
    }

    private static String tables(Policy.Limits limits) {
        String some =
                limits.include().isEmpty()
                        ? "all"
                        : Words.oneLine(String.join(", ", limits.include()));
        return limits.exclude().isEmpty()
                ? some
                : some + " but " + Words.oneLine(String.join(", ", limits.exclude()));
    }

    private List<String> windows() {
        return policy.windows().stream().map(MaintenanceWindow::shown).toList();
    }

    private List<String> actions() {
        return policy.unattended().approves().stream().map(Action::label).sorted().toList();
    }

    private Document document() {
        Policy.Limits limits = policy.limits();
        return new Document(
                instance,
                database,
                windows(),
                actions(),
                policy.unattended().applies(),
                policy.unattended().rollsBack(),
                limits.maxBytes(),
                limits.maxWriteOverheadPercent(),
                limits.include(),
                limits.exclude(),
                policy.watch().toHours(),
                policy.unused().toDays());
    }

    private record Document(
            String instance,
            @Nullable String database,
            List<String> windows,
            List<String> approves,
            boolean applies,
            boolean rollsBack,
            @Nullable Long maxBytes,
            @Nullable Double maxWriteOverheadPercent,
            List<String> include,
            List<String> exclude,
            long watchHours,
            long unusedDays) {}
}
