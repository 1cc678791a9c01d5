package org.pgwright.postgres;

/**
 * Has the server plan a statement that is not ours, and never execute it. One with parameters is
 * planned for no values in particular: by {@code EXPLAIN (GENERIC_PLAN)} from 16 on, else as a
 * prepared statement with a generic plan (manual, reference pages of EXPLAIN and PREPARE).
 *
 * <p>Planning takes locks as executing does, and runs the functions of index expressions and those
 * that are immutable, with our rights: whoever uses this says which statements are safe.
 */
public final class Explain {
    /** From this major on EXPLAIN itself plans a statement that has parameters. */
    private static final int GENERIC_PLAN_MAJOR = 16;

    private final ReadTransaction transaction;
    private final String text;
    private final int parameters;
    private final Deadlines deadline;

    /**
     * @param text one statement
     * @param parameters how many {@code $n} it has
     * @param deadline of each plan
     */
    public Explain(ReadTransaction transaction, String text, int parameters, Deadlines deadline) {
        this.transaction = transaction;
        this.text = text;
        this.parameters = parameters;
        this.deadline = deadline;
    }

    /** Plans from here on as sessions of the role do which set nothing, until the end. */
    public static void asUsual(ReadTransaction transaction) {
        transaction.each("postgres.planning_settings", Deadlines.SESSION, row -> {});
    }

    /** Gets ready; to be done once, when all settings are made. */
    public void begin() {
        if (isPrepared()) {
            transaction.each("postgres.generic_plan", Deadlines.SESSION, row -> {});
            verbatim(withText("prepare"));
        }
    }

    /** The plan as EXPLAIN (FORMAT JSON) prints it. */
    public String json() {
        return explain("");
    }

    /** The same with VERBOSE. */
    public String verboseJson() {
        return explain("_verbose");
    }

    /** Takes back what outlives the transaction; there is nothing where planning failed early. */
    public void takeBack() {
        if (isPrepared()
                && !transaction
                        .rows("postgres.prepared", Deadlines.SESSION, row -> row.text("name"))
                        .isEmpty()) {
            verbatim(query("deallocate"));
        }
    }

    private boolean isPrepared() {
        return parameters > 0 && transaction.major() < GENERIC_PLAN_MAJOR;
    }

    private String explain(String suffix) {
        Query explanation =
                isPrepared()
                        ? query("explain" + suffix).withStatement("statement", execution())
                        : withText((parameters > 0 ? "explain_generic" : "explain") + suffix);
        return transaction
                .verbatim(explanation, deadline, row -> row.text("QUERY PLAN"))
                .getFirst();
    }

    private String execution() {
        String nulls = "NULL" + ", NULL".repeat(parameters - 1);
        return "EXECUTE pgwright_plan (" + nulls + ")";
    }

    private void verbatim(Query query) {
        transaction.verbatim(query, deadline, row -> "");
    }

    private Query withText(String name) {
        return query(name).withStatement("statement", text);
    }

    private Query query(String name) {
        return Query.named("postgres." + name, transaction.major());
    }
}
