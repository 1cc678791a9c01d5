package org.pgwright.benchmarks.serve;

import org.pgwright.benchmarks.MarkdownTable;
import org.pgwright.benchmarks.storage.FilledRepository;
import org.pgwright.planner.Progress;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long pages take, by what they show and how far they look back. */
public final class PageTimes {
    private static final List<String> PAGES = List.of("", "/queries", "ONE", "/tables", "/indexes");
    private static final Map<String, Duration> SPANS = new LinkedHashMap<>();
    private static final int WARM = 3;
    private static final int TIMES = 20;
    private static final int OK = 200;

    static {
        SPANS.put("24 h", Duration.ofDays(1));
        SPANS.put("7 d", Duration.ofDays(7));
        SPANS.put("30 d", Duration.ofDays(30));
        SPANS.put("90 d", Duration.ofDays(90));
    }

    private final HttpClient browser;
    private final URI server;
    private final String query;
    private final Progress progress;

    /**
     * @param query the hash of one
     */
    public PageTimes(HttpClient browser, URI server, String query, Progress progress) {
        this.browser = browser;
        this.server = server;
        this.query = query;
        this.progress = progress;
    }

    /**
     * One page over one time.
     *
     * @param uncached of times that nobody has asked for before
     * @param cached of the time that has just been asked for
     */
    public record Row(String page, String span, Latencies uncached, Latencies cached) {}

    /** Measures all. */
    public List<Row> measure() throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (String page : PAGES) {
            String path = page.equals("ONE") ? "/queries/" + query : page;
            for (Map.Entry<String, Duration> span : SPANS.entrySet()) {
                progress.step("Asking for " + name(page) + " of " + span.getKey(), 0, 0);
                rows.add(row(name(page), path, span.getKey(), span.getValue()));
            }
        }
        return rows;
    }

    private Row row(String page, String path, String span, Duration back)
            throws IOException, InterruptedException {
        List<Long> uncached = new ArrayList<>();
        List<Long> cached = new ArrayList<>();
        for (int i = 0; i < WARM + TIMES; i++) {
            // A minute less each time is another question.
            URI address = address(path, back.minusMinutes(i));
            long first = nanos(address);
            long again = nanos(address);
            if (i >= WARM) {
                uncached.add(first);
                cached.add(again);
            }
        }
        return new Row(page, span, Latencies.of(uncached), Latencies.of(cached));
    }

    private URI address(String path, Duration back) {
        return server.resolve(
                "/db/%s%s?since=%dmin"
                        .formatted(FilledRepository.DATABASE, path, back.toMinutes()));
    }

    private long nanos(URI address) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<byte[]> answer =
                browser.send(
                        HttpRequest.newBuilder(address).GET().build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        long time = System.nanoTime() - start;
        if (answer.statusCode() != OK) {
            throw new IllegalStateException(
                    "%s is answered by %d".formatted(address.getPath(), answer.statusCode()));
        }
        return time;
    }

    private static String name(String page) {
        return switch (page) {
            case "" -> "overview";
            case "ONE" -> "one query";
            default -> page.substring(1);
        };
    }

    /** For people. */
    public static String table(List<Row> rows) {
        MarkdownTable table =
                new MarkdownTable(
                        List.of(
                                "page",
                                "back",
                                "uncached P50",
                                "uncached P95",
                                "cached P50",
                                "cached P95"));
        for (Row row : rows) {
            table.add(
                    List.of(
                            row.page(),
                            row.span(),
                            Latencies.shown(row.uncached().median()),
                            Latencies.shown(row.uncached().p95()),
                            Latencies.shown(row.cached().median()),
                            Latencies.shown(row.cached().p95())));
        }
        return table.shown();
    }
}
