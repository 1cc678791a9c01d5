package org.pgwright.twin.analysis;

/** How much of an expression its text has to tell. */
enum Exactness {
    /** All of it, and it has to be immutable: an index can have it. */
    IMMUTABLE,
    /** It may be stable, and {@code …} stands for what is not known: for people. */
    STABLE,
    /** The same with {@code …} for every value: what different values make no difference to. */
    OUTLINE
}
