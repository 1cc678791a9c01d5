package org.pgwright.tuning.logs;

import org.pgwright.log.QueryNames;
import org.pgwright.log.entry.Session;
import org.pgwright.observation.LogCaller;
import org.pgwright.observation.LoggedStatement;

/** Texts of logs as the repository takes them: of bounded length, and without zero characters. */
final class LogTexts {
    private static final int LONGEST_NAME = 100;

    private LogTexts() {}

    static LogCaller caller(Session session) {
        return new LogCaller(
                name(session.database()), name(session.user()), name(session.application()));
    }

    static LoggedStatement statement(QueryNames.Name name, boolean isOurs) {
        return new LoggedStatement(name.hash(), clean(name.text()), isOurs);
    }

    static String name(String text) {
        return cut(text, LONGEST_NAME);
    }

    /** At most so many characters, and no half of one. */
    static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return clean(text);
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return clean(text.substring(0, end));
    }

    static String clean(String text) {
        return text.replace('\0', '\uFFFD');
    }
}
