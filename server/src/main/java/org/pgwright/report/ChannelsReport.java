package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.alerting.ChannelDesk;
import org.pgwright.repository.alerts.StoredChannel;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Where alerts are sent to; never a secret, but where it is. */
public record ChannelsReport(List<ChannelDesk.Known> channels) implements Report {
    public ChannelsReport {
        channels = List.copyOf(channels);
    }

    @Override
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> text(layout);
            case JSON -> Json.of(document());
        };
    }

    private String text(Layout layout) {
        if (channels.isEmpty()) {
            return "no channel; see pgwright channel add --help\n";
        }
        TextTable table =
                new TextTable()
                        .column("channel", TextTable.Align.LEFT)
                        .column("kind", TextTable.Align.LEFT)
                        .column("secret", TextTable.Align.LEFT)
                        .column("private", TextTable.Align.LEFT)
                        .column("alerts", TextTable.Align.LEFT)
                        .column("settings", TextTable.Align.LEFT);
        channels.forEach(one -> table.row(cells(one)));
        return String.join("\n", table.lines("", layout.columns())) + "\n";
    }

    private static String[] cells(ChannelDesk.Known one) {
        StoredChannel channel = one.channel();
        return new String[] {
            Words.oneLine(channel.name()),
            channel.kind().label(),
            channel.secretReference() == null ? "none" : Words.oneLine(channel.secretReference()),
            channel.allowsPrivate() ? "allowed" : "refused",
            one.ways().stream().map(ChannelsReport::way).collect(Collectors.joining("; ")),
            Words.oneLine(
                    new TreeMap<>(channel.settings())
                            .entrySet().stream()
                                    .map(set -> set.getKey() + "=" + set.getValue())
                                    .collect(Collectors.joining(" ")))
        };
    }

    private static String way(ChannelDesk.Way way) {
        String instance = way.instance();
        return way.leastSeverity().label()
                + " of "
                + (instance == null ? "all" : Words.oneLine(instance));
    }

    /** What programs get: the same as with {@code --format json}. */
    public Document document() {
        return new Document(channels.stream().map(ChannelsReport::part).toList());
    }

    private static Part part(ChannelDesk.Known one) {
        StoredChannel channel = one.channel();
        return new Part(
                channel.name(),
                channel.kind().label(),
                new TreeMap<>(channel.settings()),
                channel.secretReference(),
                channel.allowsPrivate(),
                one.ways().stream()
                        .map(way -> new WayPart(way.instance(), way.leastSeverity().label()))
                        .toList());
    }

    /** All of them. */
    public record Document(List<Part> channels) {}

    /**
     * A channel.
     *
     * @param secret where it is: {@code env:NAME}, {@code file:PATH} or {@code stored}; null for
     *     none
     */
    public record Part(
            String name,
            String kind,
            Map<String, String> settings,
            @Nullable String secret,
            boolean allowsPrivate,
            List<WayPart> alerts) {}

    /**
     * Which alerts go there.
     *
     * @param instance null for all
     */
    public record WayPart(@Nullable String instance, String leastSeverity) {}
}
