package org.pgwright.web.page;

import org.pgwright.report.AccuracyReport;
import org.pgwright.report.Words;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was promised against what was measured, as dots of an SVG that is 400 wide and high.
 *
 * @param most the share at the end of both axes, for people
 */
public record AccuracyPlot(String most, List<Dot> dots) {
    private static final double SIDE = 400;

    public AccuracyPlot {
        dots = List.copyOf(dots);
    }

    /** One change. */
    public record Dot(String x, String y) {}

    /**
     * Those of which both are known; the axes reach as far as they do, and to all of it at least.
     */
    public static AccuracyPlot of(List<AccuracyReport.Judged> judged) {
        double most = 1;
        for (AccuracyReport.Judged one : judged) {
            Double promised = one.promised();
            Double measured = one.measured();
            if (promised != null && measured != null) {
                most = Math.max(most, Math.max(promised, measured));
            }
        }
        List<Dot> dots = new ArrayList<>();
        for (AccuracyReport.Judged one : judged) {
            Double promised = one.promised();
            Double measured = one.measured();
            if (promised != null && measured != null) {
                dots.add(new Dot(place(promised / most), place(1 - measured / most)));
            }
        }
        return new AccuracyPlot(Words.percent(most, 1), dots);
    }

    private static String place(double share) {
        return String.format(Locale.ROOT, "%.1f", SIDE * share);
    }
}
