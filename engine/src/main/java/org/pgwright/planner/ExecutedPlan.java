package org.pgwright.planner;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A plan with what was measured while it ran, as EXPLAIN ANALYZE or auto_explain printed it
 * (manual, section 14.1.2), or with estimates only.
 *
 * <p>What EXPLAIN counts for each loop is kept so: rows, times, removed rows. Zero stands for what
 * was not printed, since EXPLAIN leaves out zeros in one of its formats.
 *
 * @param type such as {@code Hash Join}, as in EXPLAIN's JSON
 * @param relation what a scan reads, or a ModifyTable changes
 * @param index without schema, which EXPLAIN never prints
 * @param details what else describes the node, by EXPLAIN's own names: conditions, keys, join type
 * @param actual null where the plan was not analyzed
 */
public record ExecutedPlan(
        String type,
        @Nullable Relation relation,
        @Nullable String index,
        Map<String, String> details,
        Estimate estimate,
        @Nullable Actual actual,
        Removed removed,
        Buffers buffers,
        Memory memory,
        Workers workers,
        List<ExecutedPlan> children) {
    public ExecutedPlan {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
        children = List.copyOf(children);
    }

    /**
     * What a node reads.
     *
     * @param schema null unless the plan is VERBOSE
     * @param alias null where it is the name
     */
    public record Relation(@Nullable String schema, String name, @Nullable String alias) {}

    /**
     * The planner's figures.
     *
     * @param totalCost in units of {@code seq_page_cost}, as {@code startupCost}
     * @param width of a row in bytes
     */
    public record Estimate(double startupCost, double totalCost, double rows, int width) {
        /** For a plan without costs. */
        public static final Estimate NONE = new Estimate(0, 0, 0, 0);
    }

    /**
     * What a node did.
     *
     * @param startupMillis of a loop, null where times were not taken
     * @param totalMillis of a loop, null where times were not taken
     * @param rows of a loop, on average
     * @param loops how often the node ran, 0 for never; each worker's run counts
     */
    public record Actual(
            @Nullable Double startupMillis,
            @Nullable Double totalMillis,
            double rows,
            double loops) {}

    /** Rows that conditions took away, of a loop on average. */
    public record Removed(double byFilter, double byRecheck, double byJoinFilter) {
        public static final Removed NONE = new Removed(0, 0, 0);
    }

    /** Blocks of 8 kB, of this node and those below, all loops together. */
    public record Buffers(
            long sharedHit,
            long sharedRead,
            long sharedDirtied,
            long sharedWritten,
            long tempRead,
            long tempWritten) {
        public static final Buffers NONE = new Buffers(0, 0, 0, 0, 0, 0);
    }

    /**
     * What a sort or a hash took.
     *
     * @param sortMethod such as {@code external merge}
     * @param sortKilobytes in memory or on disk
     * @param sortOnDisk whether the sort spilled
     * @param hashBatches above 1 where a hash spilled; 0 for no hash
     * @param hashKilobytes its peak in memory
     */
    public record Memory(
            @Nullable String sortMethod,
            long sortKilobytes,
            boolean sortOnDisk,
            long hashBatches,
            long hashKilobytes) {
        public static final Memory NONE = new Memory(null, 0, false, 0, 0);
    }

    /** Parallel workers of a Gather. */
    public record Workers(int planned, int launched) {
        public static final Workers NONE = new Workers(0, 0);
    }

    /** Calls the visitor with this node and all below it, parents first. */
    public void visit(Consumer<ExecutedPlan> visitor) {
        visitor.accept(this);
        children.forEach(child -> child.visit(visitor));
    }

    /** Whether the plan ran under ANALYZE, so that its figures are measured. */
    public boolean isAnalyzed() {
        return actual != null;
    }

    /**
     * The rows that scans of tables looked at: those that they returned and those that their filter
     * and recheck removed, over all loops. Where the plan was not analyzed, the rows that the
     * planner thought they would return, which leaves out those filtered away.
     */
    public double rowsExamined() {
        double[] rows = {0};
        visit(node -> rows[0] += node.isTableScan() ? node.examined() : 0);
        return rows[0];
    }

    /** The rows that the plan returned; the planner's guess where it was not analyzed. */
    public double rowsReturned() {
        return actual == null ? estimate.rows() : actual.rows() * actual.loops();
    }

    /** The names of the indexes in the plan, in order. */
    public SortedSet<String> indexes() {
        SortedSet<String> names = new TreeSet<>();
        visit(
                node -> {
                    if (node.index != null) {
                        names.add(node.index);
                    }
                });
        return names;
    }

    /** Whether the node reads the rows of a table, rather than entries of an index. */
    public boolean isTableScan() {
        return switch (type) {
            case "Seq Scan",
                    "Sample Scan",
                    "Index Scan",
                    "Index Only Scan",
                    "Bitmap Heap Scan",
                    "Tid Scan",
                    "Tid Range Scan",
                    "Foreign Scan" ->
                    true;
            default -> false;
        };
    }

    private double examined() {
        return actual == null
                ? estimate.rows()
                : (actual.rows() + removed.byFilter() + removed.byRecheck()) * actual.loops();
    }

    /** The same plan with {@code ?} for each literal in its conditions. */
    public ExecutedPlan masked() {
        Map<String, String> hidden = new LinkedHashMap<>();
        details.forEach((name, value) -> hidden.put(name, PlanLiterals.masked(name, value)));
        return new ExecutedPlan(
                type,
                relation,
                index,
                hidden,
                estimate,
                actual,
                removed,
                buffers,
                memory,
                workers,
                children.stream().map(ExecutedPlan::masked).toList());
    }

    /**
     * Identifies the structure: SHA-256, as 64 hexadecimal digits, of the plan without any number
     * and literal. Equal for the same plan from EXPLAIN's JSON and TEXT.
     */
    public String structure() {
        StringBuilder text = new StringBuilder();
        masked().appendStructure(text);
        try {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Each part with its length, so that no name can pass for structure. */
    private void appendStructure(StringBuilder text) {
        append(text, type);
        append(text, relation == null ? "" : Objects.requireNonNullElse(relation.schema(), ""));
        append(text, relation == null ? "" : relation.name());
        append(text, relation == null ? "" : Objects.requireNonNullElse(relation.alias(), ""));
        append(text, index == null ? "" : index);
        new TreeMap<>(details)
                .forEach(
                        (name, value) -> {
                            append(text, name);
                            append(text, value);
                        });
        text.append('(');
        children.forEach(child -> child.appendStructure(text));
        text.append(')');
    }

    private static void append(StringBuilder text, String part) {
        text.append(part.length()).append(':').append(part);
    }
}
