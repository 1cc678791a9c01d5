package org.pgwright.twin.analysis;

/**
 * What the twin's catalogues say of a function or aggregate.
 *
 * @param volatility {@code pg_proc.provolatile}: {@code i} immutable, {@code s} stable, {@code v}
 *     volatile
 * @param strict whether it gives NULL as soon as one argument is NULL
 * @param sortOperator of an aggregate such as min or max: oid of the operator whose first value it
 *     gives, else 0
 */
record FunctionFacts(
        String schema, String name, char volatility, boolean strict, long sortOperator) {
    boolean isVolatile() {
        return volatility == 'v';
    }

    boolean isStable() {
        return volatility == 's';
    }

    boolean isImmutable() {
        return volatility == 'i';
    }
}
