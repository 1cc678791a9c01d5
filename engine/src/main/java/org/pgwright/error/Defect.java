package org.pgwright.error;

/** What a failure that nobody foresaw is called for people. */
public final class Defect {
    private static final String OURS = "org.pgwright.";

    private Defect() {}

    /** Its kind and where it came from; never its message, which could quote data. */
    public static String shown(Throwable failure) {
        String where = "";
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (frame.getClassName().startsWith(OURS)) {
                String name = frame.getClassName();
                where =
                        " in %s, line %d"
                                .formatted(
                                        name.substring(name.lastIndexOf('.') + 1),
                                        frame.getLineNumber());
                break;
            }
        }
        return "unexpected " + failure.getClass().getSimpleName() + where + "; please report it";
    }
}
