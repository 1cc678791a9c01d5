package org.pgwright.twin;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Database;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How to give the twin the monitored database's encoding and locale, the exact way first.
 *
 * <p>A locale decides plans: {@code LIKE 'abc%'} can use a plain index under C and under no other.
 */
final class Locales {
    private static final int FIRST_WITH_PROVIDERS = 15;
    private static final int FIRST_WITH_RULES = 16;
    private static final int FIRST_WITH_BUILTIN = 17;

    private Locales() {}

    /**
     * A way.
     *
     * @param clause of CREATE DATABASE
     * @param substitute what differs, in words; null if nothing does
     */
    record Choice(String clause, @Nullable String substitute) {}

    static List<Choice> choices(Database database, int major) {
        String encoding = " ENCODING " + Literal.quoted(database.encoding());
        List<Choice> choices = new ArrayList<>();
        String exact = exact(database, major);
        if (exact != null) {
            choices.add(new Choice(encoding + exact, null));
        }
        boolean plain = isC(database.collate()) && !database.localeProvider().equals("icu");
        String wanted =
                database.locale() == null ? database.collate() : String.valueOf(database.locale());
        if (!plain) {
            if (major >= FIRST_WITH_PROVIDERS && database.encoding().equals("UTF8")) {
                String tag = wanted.replaceFirst("[.@].*", "").replace('_', '-');
                choices.add(
                        new Choice(
                                encoding + icu(tag, null, major),
                                "collation " + wanted + " is ICU's " + tag));
            }
            choices.add(new Choice(encoding + libc("C.UTF-8", "C.UTF-8"), wanted + " is C.UTF-8"));
        }
        choices.add(new Choice(encoding + libc("C", "C"), plain ? null : wanted + " is C"));
        return choices;
    }

    private static @Nullable String exact(Database database, int major) {
        return switch (database.localeProvider().toLowerCase(Locale.ROOT)) {
            case "icu" ->
                    major >= FIRST_WITH_PROVIDERS && database.locale() != null
                            ? icu(database.locale(), database.icuRules(), major)
                            : null;
            case "builtin" ->
                    major >= FIRST_WITH_BUILTIN && database.locale() != null
                            ? " LOCALE_PROVIDER builtin BUILTIN_LOCALE "
                                    + Literal.quoted(database.locale())
                                    + " LC_COLLATE 'C' LC_CTYPE 'C'"
                            : null;
            default -> libc(database.collate(), database.characterType());
        };
    }

    private static String icu(String locale, @Nullable String rules, int major) {
        String withRules =
                rules != null && major >= FIRST_WITH_RULES
                        ? " ICU_RULES " + Literal.quoted(rules)
                        : "";
        return " LOCALE_PROVIDER icu ICU_LOCALE "
                + Literal.quoted(locale)
                + withRules
                + " LC_COLLATE 'C' LC_CTYPE 'C'";
    }

    private static String libc(String collate, String characterType) {
        return " LC_COLLATE "
                + Literal.quoted(collate)
                + " LC_CTYPE "
                + Literal.quoted(characterType);
    }

    private static boolean isC(String locale) {
        return locale.equals("C") || locale.equals("POSIX");
    }
}
