package org.pgwright.postgres;

/** A password: it prints as {@code ****}, whoever prints it. */
public final class Secret {
    private static final String MASK = "****";

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** The password itself; never to be shown or stored. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return MASK;
    }
}
