package org.pgwright.log.follow;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the names of log files say. */
final class FileNames {
    /** logrotate's: the higher, the older. */
    private static final Pattern NUMBERED =
            Pattern.compile("(.*)\\.(\\d{1,6})(\\.(?:gz|zst))?", Pattern.DOTALL);

    private static final Pattern PACKED = Pattern.compile("\\.(?:gz|zst)$");

    /**
     * The order in which files were written: by time, and where that is too coarse by their names.
     */
    static final Comparator<SeenFile> ORDER =
            Comparator.comparing(SeenFile::modified)
                    .thenComparing(file -> -number(file.name()))
                    .thenComparing(SeenFile::name);

    private FileNames() {}

    static boolean isPacked(String name) {
        return PACKED.matcher(name).find();
    }

    /** Without the ending of a packed file. */
    static String unpacked(String name) {
        return PACKED.matcher(name).replaceFirst("");
    }

    /** Without the number that rotation by renaming gives. */
    static String unnumbered(String name) {
        Matcher numbered = NUMBERED.matcher(name);
        return numbered.matches() ? numbered.group(1) : name;
    }

    private static int number(String name) {
        Matcher numbered = NUMBERED.matcher(name);
        return numbered.matches() ? Integer.parseInt(numbered.group(2)) : 0;
    }
}
