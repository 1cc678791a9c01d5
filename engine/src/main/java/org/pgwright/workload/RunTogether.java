package org.pgwright.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes words apart that pg_stat_statements has made one with the parameter after them, because
 * there was no blank between a word and the string that it replaced: {@code date'2026-01-01'} is
 * shown as {@code date$1}, {@code like'a'and} as {@code like$1and}, {@code N'x'} as {@code N$1}.
 */
final class RunTogether {
    private RunTogether() {}

    /**
     * The words and parameters in a word, in whatever case; the word itself if it is but one.
     *
     * <p>Only words that a string can follow are taken off, since a name may well be {@code a$1}.
     */
    static List<String> parts(String word) {
        int dollar = word.indexOf('$');
        if (dollar < 0) {
            return List.of(word);
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (dollar > from && comesBeforeStrings(word.substring(from, dollar))) {
            int end = digitsEnd(word, dollar + 1);
            boolean apart = end == word.length() || Characters.isIdentifierStart(word.charAt(end));
            if (end == dollar + 1 || !apart) {
                break;
            }
            boolean national = dollar == from + 1 && isNational(word.charAt(from));
            if (!national) {
                parts.add(word.substring(from, dollar));
            }
            parts.add(word.substring(dollar, end));
            from = end;
            dollar = word.indexOf('$', from);
        }
        if (from < word.length()) {
            parts.add(word.substring(from));
        }
        return parts;
    }

    private static int digitsEnd(String word, int start) {
        int end = start;
        while (end < word.length() && Characters.isDigit(word.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean comesBeforeStrings(String word) {
        String lowerCase = Names.lowerCase(word);
        return lowerCase.equals("n")
                || Keywords.isReserved(lowerCase)
                || Keywords.isType(lowerCase)
                || Keywords.expectsOperand(lowerCase);
    }

    private static boolean isNational(char c) {
        return c == 'n' || c == 'N';
    }
}
