package org.pgwright.log.entry;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Any log_line_prefix, and those that are told without a word. */
final class LinePrefixTest {
    private static final String LETTERS = "audrhLbpPtmniQesclvx";

    /** An escape with its padding, its value, and the text behind it. */
    private record Part(char letter, int width, String value, String behind) {
        String format() {
            return "%" + (width == 0 ? "" : Integer.toString(width)) + letter + escaped(behind);
        }

        String written() {
            int length = value.getBytes(StandardCharsets.UTF_8).length;
            int missing = Math.max(0, Math.abs(width) - length);
            String padding = " ".repeat(missing);
            return (width < 0 ? value + padding : padding + value) + behind;
        }

        private static String escaped(String text) {
            return text.replace("%", "%%");
        }
    }

    @Property(tries = 1_000)
    void readsBackWhatAServerWritesByAnyPrefix(@ForAll("prefixes") List<Part> parts) {
        StringBuilder format = new StringBuilder();
        StringBuilder line = new StringBuilder();
        Map<Character, String> expected = new HashMap<>();
        for (Part part : parts) {
            format.append(part.format());
            line.append(part.written());
            expected.put(part.letter(), part.value());
        }
        PrefixValues values =
                LinePrefix.of(format.toString()).read(line + "LOG:  duration: 0.1 ms");

        assertThat(values).as("%s for %s", line, format).isNotNull();
        assertThat(Objects.requireNonNull(values).word()).isEqualTo("LOG");
        expected.forEach(
                (letter, value) ->
                        assertThat(values.value(letter))
                                .as("%%%s of %s by %s", letter, line, format)
                                .isEqualTo(value));
    }

    /** Each escape at most once: of two with one letter only one can be told. */
    @Provide
    Arbitrary<List<Part>> prefixes() {
        return Arbitraries.shuffle(LETTERS.chars().mapToObj(c -> (char) c).toList())
                .flatMap(
                        letters ->
                                Arbitraries.integers()
                                        .between(0, 8)
                                        .map(count -> letters.subList(0, count)))
                .flatMap(
                        letters -> {
                            List<Arbitrary<Part>> parts = new ArrayList<>();
                            letters.forEach(letter -> parts.add(part(letter)));
                            return Combinators.combine(parts).as(all -> all);
                        });
    }

    private static Arbitrary<Part> part(char letter) {
        return Combinators.combine(
                        Arbitraries.of(0, 0, 0, -12, 10, 30, -30),
                        value(letter),
                        Arbitraries.of(
                                " ", " [", "] ", "@", "|", ": ", " - ", "%", " <", "> ", ";"))
                .as(
                        (width, value, behind) ->
                                // of several readings the shortest names count
                                value.contains(" ") && letter >= 'a' && "bi".indexOf(letter) >= 0
                                        ? new Part(letter, width, value, "|")
                                        : new Part(letter, width, value, behind));
    }

    private static Arbitrary<String> value(char letter) {
        Arbitrary<String> number = Arbitraries.integers().between(1, 999_999).map(String::valueOf);
        return switch (letter) {
            case 't', 's' -> Arbitraries.of("2026-11-26 20:41:16 UTC", "2026-01-01 00:00:00 -03");
            case 'm' ->
                    Arbitraries.of("2026-11-26 20:41:16.123 CET", "2026-01-01 00:00:00.001 +0530");
            case 'n' -> number.map(digits -> "1764189676." + (100 + digits.length()));
            case 'c' -> number.map(digits -> "6926b3f4." + digits);
            case 'e' -> Arbitraries.of("00000", "42P01", "XX000");
            case 'v' -> number.map(digits -> "3/" + digits);
            case 'Q' -> Arbitraries.of("0", "-6472900000000000001", "17");
            case 'p', 'P', 'l', 'x' -> number;
            case 'r' -> Arbitraries.of("10.0.0.7(51234)", "db1.example.com(5432)", "[local]");
            case 'h', 'L' -> Arbitraries.of("10.0.0.7", "fe80::1", "[local]");
            case 'b' -> Arbitraries.of("client backend", "autovacuum worker");
            case 'i' -> Arbitraries.of("SELECT", "idle in transaction", "BIND");
            default -> Arbitraries.of("shop", "[unknown]", "my_app", "Zoë");
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '^',
            ignoreLeadingAndTrailingWhitespace = false,
            textBlock =
                    """
                    2026-11-26 20:41:16.123 UTC [77] shop@db LOG:  x^%m [%p] %q%u@%d ^77^shop^db
                    2026-11-26 20:41:16 UTC:10.0.0.7(5123):shop@db:[77]:LOG:  x^%t:%r:%u@%d:[%p]:^77^shop^db
                    2026-11-26 20:41:16.123 UTC [77]: [3-1] db=db,user=shop LOG:  x^%m [%p]: [%l-1] db=%d,user=%u ^77^shop^db
                    2026-11-26 20:41:16 UTC-6926b3f4.4d-LOG:  x^%t-%c-^0^^
                    < 2026-11-26 20:41:16.123 UTC > LOG:  x^< %m > ^0^^
                    2026-11-26 20:41:16 CET [77]: user=shop,db=db,app=[unknown],client=10.0.0.7 LOG:  x^%t [%p]: user=%u,db=%d,app=%a,client=%h ^77^shop^db
                    """)
    void tellsTheUsualPrefixes(String line, String format, int pid, String user, String database) {
        LinePrefix prefix = LinePrefix.detected(List.of(line, line, "noise")).orElseThrow();

        assertThat(prefix.format()).isEqualTo(format);
        LogEntry entry = beginning(new PlainParser(prefix), line);
        assertThat(entry.session().pid()).isEqualTo(pid);
        assertThat(entry.session().user()).isEqualTo(Objects.requireNonNullElse(user, ""));
        assertThat(entry.session().database()).isEqualTo(Objects.requireNonNullElse(database, ""));
        assertThat(entry.time()).isNotNull();
        assertThat(entry.message()).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '^',
            ignoreLeadingAndTrailingWhitespace = false,
            textBlock =
                    """
                    Nov 26 20:41:16 db1 postgres[77]: [5-1] ^#011
                    2026-11-26T20:41:16.123456+00:00 db1 postgres[77]: [5-1] ^\\t
                    Nov 26 20:41:16 db1 postgresql@18-main[77]: ^\\t
                    """)
    void readsWhatSyslogAndTheJournalPassOn(String head, String tab) {
        String prefix = "2026-11-26 20:41:16.123 UTC [77] shop@db ";
        String further = head.replace("5-1", "5-2");
        String log =
                head
                        + prefix
                        + "LOG:  duration: 1.5 ms  statement: SELECT 1\n"
                        + further
                        + tab.replace("\\t", "\t")
                        + "FROM t\n"
                        + head
                        + prefix
                        + "ERROR:  no\n"
                        + further
                        + prefix
                        + "STATEMENT:  SELECT 2\n";
        byte[] bytes = log.getBytes(StandardCharsets.UTF_8);

        LogForm form = LogForm.detected(bytes, bytes.length).orElseThrow();

        assertThat(form.shown()).startsWith("syslog with log_line_prefix '%m [%p] %q%u@%d '");
        List<Piece> pieces = pieces(form, bytes);
        assertThat(pieces).hasSize(3);
        assertThat(((Piece.Beginning) pieces.getFirst()).entry().message())
                .isEqualTo("duration: 1.5 ms  statement: SELECT 1\nFROM t");
        assertThat(pieces.getLast())
                .isInstanceOfSatisfying(
                        Piece.Rest.class,
                        rest -> assertThat(rest.part().text()).isEqualTo("SELECT 2"));
    }

    @ParameterizedTest
    @CsvSource({
        "22012: division by zero,22012,division by zero",
        "hint: not a code,,hint: not a code"
    })
    void takesTheCodeFromVerboseMessages(String written, String sqlState, String message) {
        LogEntry entry =
                beginning(new PlainParser(LinePrefix.of("[%p] ")), "[7] ERROR:  " + written);

        assertThat(entry.sqlState()).isEqualTo(Objects.requireNonNullElse(sqlState, ""));
        assertThat(entry.message()).isEqualTo(message);
    }

    /** Names that look like the prefix, over and over. */
    @Property(tries = 20)
    void givesUpOnHostileLinesInBoundedTime(@ForAll("hostile") String line) {
        assertThat(LinePrefix.of("%a@%u@%d@%r@%h [%p] ").read(line)).isNull();
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.of("@", "@ [", "@a@ [1] ", " [1] @")
                .map(part -> part.repeat((1 << 20) / part.length()));
    }

    private static LogEntry beginning(EntryParser parser, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return ((Piece.Beginning) parser.parse(bytes, 0, bytes.length)).entry();
    }

    private static List<Piece> pieces(LogForm form, byte[] bytes) {
        List<Piece> all = new ArrayList<>();
        EntryParser parser = form.parser();
        try {
            PieceReader reader = form.pieces(new ByteArrayInputStream(bytes), 0);
            for (Pieces p = reader.next(true); p != null; p = reader.next(true)) {
                for (int i = 0; i < p.count(); i++) {
                    all.add(p.piece(i, parser));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return all;
    }
}
