package org.pgwright.log.entry;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A log_line_prefix (manual, section 20.8.3): what stands before each message of a plain log.
 *
 * <p>Names may hold what separates them from what follows; of several readings the one with the
 * shortest names is taken. The effort for a line is limited.
 */
public final class LinePrefix {
    /** So many lines tell the prefix. */
    private static final int MOST_LINES = 1_000;

    /** What servers have without further settings, and what packages and services set. */
    private static final List<String> USUAL =
            List.of(
                    "%m [%p] ",
                    "%m [%p] %q%u@%d ",
                    "%m [%p] %q%u@%d/%a ",
                    "%m [%p] %q%u@%d %a ",
                    "%t [%p] %q%u@%d ",
                    "%t [%p] %q%u@%d/%a ",
                    "%t [%p] %q%u@%d %a ",
                    "%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ",
                    "%t [%p]: user=%u,db=%d,app=%a,client=%h ",
                    "%m [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ",
                    "%m [%p]: user=%u,db=%d,app=%a,client=%h ",
                    "%t [%p]: [%l-1] user=%u,db=%d ",
                    "%t [%p]: [%l-1] %u@%d ",
                    "%t:%r:%u@%d:[%p]:",
                    "%m:%r:%u@%d:[%p]:%l:%e:%s:%v:%x:%c:%q%a:",
                    "%t-%c-",
                    "%m %u@%d %h %p ",
                    "%m %p %u@%d ",
                    "%t [%p-%l] %q%u@%d ",
                    "%m [%p-%l] %q%u@%d ",
                    "%t [%p]: db=%d,user=%u,app=%a,client=%h ",
                    "%m [%p]: db=%d,user=%u,app=%a,client=%h ",
                    "%m [%p] db=%d,user=%u,app=%a,client=%h ",
                    "%m [%p] user=%u,db=%d,app=%a,client=%h ",
                    "%m [%p] user=%u,db=%d ",
                    "%m [%p]: [%l-1] db=%d,user=%u ",
                    "%m [%p]: [%l-1] user=%u,db=%d ",
                    "%t [%p]: [%l-1] %c %x %d %u %a %h ",
                    "%h %m [%p] %q%u@%d ",
                    "%m [%p] %q[user=%u,db=%d,app=%a] ",
                    "%t [%p]: [%l-1] db=%d,user=%u,app=%a,client=%h ",
                    "pid=%p,user=%u,db=%d,app=%a,client=%h ",
                    "%m [%p] %u@%d ",
                    "%m [%p] %r %u@%d ",
                    "%t [%p] %u@%d ",
                    "%m [%p]: ",
                    "%t [%p]: ",
                    "%t [%p] ",
                    "[%m] [%p] ",
                    "[%p] ",
                    "user=%u,db=%d,app=%a,client=%h ",
                    "user=%u,db=%d ",
                    "< %m > ",
                    "< %t > ",
                    "%t ",
                    "%m ",
                    "",
                    "%q%u@%d ");

    private static final List<LinePrefix> USUAL_PREFIXES =
            USUAL.stream().map(LinePrefix::of).toList();

    /** What a line counts that has a prefix, but names with blanks in them, which are rare. */
    private static final int DOUBTFUL = 50;

    private static final int CERTAIN = 100;

    private final String format;
    private final List<Item> items;
    private final boolean isBehindHead;
    private final boolean isOneOfSeveral;

    private LinePrefix(
            String format, List<Item> items, boolean isBehindHead, boolean isOneOfSeveral) {
        this.format = format;
        this.items = items;
        this.isBehindHead = isBehindHead;
        this.isOneOfSeveral = isOneOfSeveral;
    }

    /** An escape with the width that its value is padded to, or literal text. */
    sealed interface Item {
        record Literal(String text) implements Item {}

        record Escape(char letter, int width) implements Item {}
    }

    /** The prefix of a setting; what PostgreSQL ignores there is ignored. */
    public static LinePrefix of(String format) {
        List<Item> items = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            if (format.charAt(i) != '%') {
                literal.append(format.charAt(i));
                continue;
            }
            int letter = i + 1;
            while (letter < format.length() && "-0123456789".indexOf(format.charAt(letter)) >= 0) {
                letter++;
            }
            if (letter >= format.length()) {
                break;
            }
            char c = format.charAt(letter);
            if (c == '%') {
                literal.append('%');
            } else if ("audrhLbpPtmniQesclvxq".indexOf(c) >= 0) {
                addLiteral(items, literal);
                items.add(new Item.Escape(c, width(format.substring(i + 1, letter))));
            }
            i = letter;
        }
        addLiteral(items, literal);
        return new LinePrefix(format, List.copyOf(items), false, false);
    }

    private static void addLiteral(List<Item> items, StringBuilder literal) {
        if (!literal.isEmpty()) {
            items.add(new Item.Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    private static int width(String digits) {
        try {
            return Math.min(1_000, Math.abs(Integer.parseInt(digits)));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /**
     * The usual prefix that fits most lines; of those that fit the same, the one that says most.
     * Lines that do not have it are taken by another usual one: a log may begin with what the
     * background does, which has only a part of the prefix, or the setting change within it.
     */
    public static Optional<LinePrefix> detected(List<String> lines) {
        Optional<LinePrefix> best = best(haveHeads(lines) ? withoutHeads(lines) : lines);
        return best.map(prefix -> prefix.orUsual().asIn(lines));
    }

    /** The same, behind the heads of syslog if the lines have such. */
    public LinePrefix asIn(List<String> lines) {
        return haveHeads(lines) ? new LinePrefix(format, items, true, isOneOfSeveral) : this;
    }

    /** The same; lines that do not have it are taken by the usual prefix that says most of them. */
    LinePrefix orUsual() {
        return new LinePrefix(format, items, isBehindHead, true);
    }

    private static boolean haveHeads(List<String> lines) {
        List<String> first = lines.stream().limit(MOST_LINES).toList();
        long heads = first.stream().filter(line -> SyslogHead.of(line) != null).count();
        return 2 * heads > first.size();
    }

    private static List<String> withoutHeads(List<String> lines) {
        return lines.stream()
                .limit(MOST_LINES)
                .map(
                        line -> {
                            SyslogHead head = SyslogHead.of(line);
                            return head == null ? line : line.substring(head.end());
                        })
                .toList();
    }

    private static Optional<LinePrefix> best(List<String> lines) {
        List<String> first = lines.stream().limit(MOST_LINES).toList();
        LinePrefix best = null;
        long most = 0;
        for (LinePrefix usual : USUAL_PREFIXES) {
            long score = first.stream().mapToLong(line -> score(usual.own(line))).sum();
            if (score > most) {
                most = score;
                best = usual;
            }
        }
        return Optional.ofNullable(best);
    }

    /** The more, the better a prefix fits; 0 for not at all. */
    private static int score(@Nullable PrefixValues found) {
        if (found == null || !found.isKnown()) {
            return 0;
        }
        boolean isDoubtful = found.value('d').contains(" ") || found.value('u').contains(" ");
        return isDoubtful ? DOUBTFUL : CERTAIN + found.said();
    }

    /** Whether syslog has put something before it. */
    boolean isBehindHead() {
        return isBehindHead;
    }

    /** As in the setting. */
    public String format() {
        return format;
    }

    /** What stands before a message; null if the line does not begin with this prefix. */
    @Nullable PrefixValues read(String line) {
        PrefixValues found = own(line);
        return found == null && isOneOfSeveral ? byAnother(line) : found;
    }

    private @Nullable PrefixValues own(String line) {
        PrefixMatch match = new PrefixMatch(items, line);
        return match.read();
    }

    /** A line without any prefix may be what another program wrote. */
    private static @Nullable PrefixValues byAnother(String line) {
        PrefixValues best = null;
        for (LinePrefix usual : USUAL_PREFIXES) {
            PrefixValues found = usual.own(line);
            if (score(found) > score(best) && found != null && found.said() > 0) {
                best = found;
            }
        }
        return best;
    }
}
