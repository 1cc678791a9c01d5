package org.pgwright.gate;

/**
 * Something that was looked at: a test case of a report, whether there is a problem or not.
 *
 * @param name distinguishes it within its kind
 * @param place where it is
 */
public record Subject(Kind kind, String name, Place place) {
    private static final int HASH_SHOWN = 12;

    /** All indexes of the database. */
    public static final Subject INDEXES = schema("indexes");

    /** All foreign keys of the database. */
    public static final Subject FOREIGN_KEYS = schema("foreign keys");

    /** What it is. */
    public enum Kind {
        STATEMENT("statements"),
        SCHEMA("schema"),
        SCRIPT("scripts");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The word for all of the kind. */
        public String label() {
            return label;
        }
    }

    /** A statement. */
    public static Subject statement(Baseline.Query query, Place place) {
        String hash = query.hash();
        String name = hash.substring(0, Math.min(HASH_SHOWN, hash.length())) + " " + query.text();
        return new Subject(Kind.STATEMENT, name, place);
    }

    /** An SQL file. */
    public static Subject script(String file) {
        return new Subject(Kind.SCRIPT, file, new Place.InFile(file, 1));
    }

    private static Subject schema(String name) {
        return new Subject(Kind.SCHEMA, name, new Place.InDatabase(name));
    }
}
