package org.pgwright.twin.analysis;

/** Makes search patterns of values. */
final class Patterns {
    private static final int LONGEST = 6;

    private Patterns() {}

    /**
     * A pattern that matches the value.
     *
     * @param operator such as {@code ~~}
     * @param whole whether the parameter is the whole pattern, not only a part of it
     */
    static String of(String value, String operator, boolean whole) {
        String plain = plain(value);
        int length = Math.clamp(plain.length() / 2, Math.min(plain.length(), 3), LONGEST);
        String prefix = plain.substring(0, length);
        int middle = (plain.length() - length) / 2;
        String infix = plain.substring(middle, middle + length);
        if (!whole) {
            return infix;
        }
        return switch (operator) {
            case "~~" -> prefix + "%";
            case "~~*" -> "%" + infix + "%";
            case "^@" -> prefix;
            default -> infix;
        };
    }

    /** The longest part without characters that mean something in patterns. */
    private static String plain(String value) {
        String longest = "";
        for (String part : value.split("[^\\p{L}\\p{N} @-]+")) {
            longest = part.length() > longest.length() ? part : longest;
        }
        return longest.isEmpty() ? "a" : longest;
    }
}
