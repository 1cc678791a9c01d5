package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.strategy.ChangedObject;

import java.time.Duration;
import java.util.List;

/** What was done to indexes and statistics, one after another. */
public record ChangesReport(List<Change> changes) {
    public ChangesReport {
        changes = List.copyOf(changes);
    }

    /**
     * One of them.
     *
     * @param strategy its id
     * @param action what was wanted
     * @param object of what
     * @param index the name of that
     * @param check null where there is nothing to check
     */
    public record Change(
            String strategy,
            String action,
            ChangedObject object,
            QualifiedName index,
            QualifiedName table,
            End end,
            @Nullable Check check) {
        /** For people, in a sentence: {@code index shop.i}. */
        public String subject() {
            return object.label() + " " + index;
        }

        private String shown() {
            return switch (object) {
                case INDEX -> index.shown();
                case STATISTICS -> object.named(index.shown()) + " on " + table.shown();
            };
        }
    }

    /**
     * Whether an index that was made is what was promised.
     *
     * @param promisedBytes null where no size was promised
     * @param plans null where the plans of no statement that it was made for are known
     */
    public record Check(@Nullable Long promisedBytes, @Nullable PlanUse plans) {}

    /**
     * Whether plans use an index.
     *
     * @param statements that were planned
     * @param using those whose plan uses it
     */
    public record PlanUse(int statements, int using) {}

    /**
     * How it ended.
     *
     * @param outcome a word for programs
     * @param isAsWanted whether the server has it as it was wanted
     * @param sentence for people
     * @param bytes of the index, null where there is none
     * @param took null where nothing was done
     */
    public record End(
            String outcome,
            boolean isAsWanted,
            String sentence,
            @Nullable Long bytes,
            @Nullable Duration took) {
        /** The outcome of what stopped between two partitions, to go on later. */
        public static final String PAUSED = "paused";

        /** Whether it goes on later. */
        public boolean isPaused() {
            return outcome.equals(PAUSED);
        }
    }

    /** Whether all of them are as they were wanted. */
    public boolean isAsWanted() {
        return changes.stream().allMatch(change -> change.end().isAsWanted());
    }

    /** The report in a form, in text that ends with a line feed. */
    public String render(FiguresFormat format) {
        return switch (format) {
            case TEXT -> text();
            case JSON -> Json.of(new Document(changes.stream().map(ChangesReport::part).toList()));
        };
    }

    private String text() {
        if (changes.isEmpty()) {
            return "nothing to do\n";
        }
        TextTable table =
                new TextTable()
                        .column("action", TextTable.Align.LEFT)
                        .column("index", TextTable.Align.LEFT)
                        .column("size", TextTable.Align.RIGHT)
                        .column("outcome", TextTable.Align.LEFT)
                        .column("", TextTable.Align.LEFT);
        for (Change change : changes) {
            Long bytes = change.end().bytes();
            table.row(
                    change.action(),
                    Words.oneLine(change.shown()),
                    bytes == null || bytes == 0 ? "" : new Bytes(bytes).shown(),
                    change.end().outcome(),
                    Words.oneLine(change.end().sentence()) + checked(change.check()));
        }
        // An obstacle is no use when its end is cut off.
        return String.join("\n", table.lines("", Integer.MAX_VALUE)) + "\n";
    }

    private static String checked(@Nullable Check check) {
        if (check == null) {
            return "";
        }
        Long bytes = check.promisedBytes();
        PlanUse plans = check.plans();
        String size = bytes == null ? "" : ", %s promised".formatted(new Bytes(bytes).shown());
        String use =
                plans == null
                        ? ""
                        : ", used by the plans of %d of %s that it is for"
                                .formatted(
                                        plans.using(),
                                        Words.count(plans.statements(), "statement", "statements"));
        return size + use;
    }

    private static Part part(Change change) {
        Duration took = change.end().took();
        Check check = change.check();
        return new Part(
                change.strategy(),
                change.action(),
                change.object().label(),
                change.index().schema(),
                change.index().name(),
                change.end().outcome(),
                change.end().sentence(),
                change.end().bytes(),
                took == null ? null : took.toMillis(),
                check == null ? null : check.promisedBytes(),
                check == null ? null : check.plans());
    }

    private record Document(List<Part> changes) {}

    private record Part(
            String strategy,
            String action,
            String object,
            String schema,
            String index,
            String outcome,
            String message,
            @Nullable Long bytes,
            @Nullable Long tookMillis,
            @Nullable Long promisedBytes,
            @Nullable PlanUse plans) {}
}
