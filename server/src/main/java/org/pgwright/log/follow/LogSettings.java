package org.pgwright.log.follow;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.entry.LinePrefix;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * How a server writes its log, as far as it is known.
 *
 * @param kinds that it writes (log_destination); empty if that is not known
 * @param prefix of plain logs (log_line_prefix); null if that is not known
 */
public record LogSettings(Set<LogKind> kinds, @Nullable LinePrefix prefix) {
    /** Nothing is known: all is told by what the files hold. */
    public static final LogSettings UNKNOWN = new LogSettings(Set.of(), null);

    public LogSettings {
        kinds = Set.copyOf(kinds);
    }

    /** As the server has it in pg_settings; null for what it does not say. */
    public static LogSettings of(@Nullable String destination, @Nullable String prefix) {
        Set<LogKind> kinds = EnumSet.noneOf(LogKind.class);
        String all = destination == null ? "" : destination.toLowerCase(Locale.ROOT);
        Arrays.stream(all.split("[\\s,\"]+"))
                .forEach(
                        one -> {
                            switch (one) {
                                case "jsonlog" -> kinds.add(LogKind.JSON);
                                case "csvlog" -> kinds.add(LogKind.CSV);
                                case "stderr" -> kinds.add(LogKind.PLAIN);
                                default -> {}
                            }
                        });
        return new LogSettings(kinds, prefix == null ? null : LinePrefix.of(prefix));
    }
}
