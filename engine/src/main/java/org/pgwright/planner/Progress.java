package org.pgwright.planner;

/** Is told how far long work has come; must return quickly. */
@FunctionalInterface
public interface Progress {
    /** Tells nobody. */
    Progress NONE = (phase, done, total) -> {};

    /**
     * @param phase what is being done, for people, such as {@code Reading the schema}
     * @param done how much of it, 0 to total
     * @param total how much there is in all, 0 where that is not known
     */
    void step(String phase, long done, long total);
}
