package org.pgwright.workload;

import org.pgwright.workload.Statement.Variant;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers the texts that a statement was called with, which differ in their constants: which index
 * is worth it may depend on the values that are asked for.
 */
final class Variants {
    /** Each is analysed and planned: enough to see a value that nine of ten calls share. */
    static final int MOST = 20;

    /** Others are not gathered: their calls are taken to be like those of the gathered. */
    private static final int MOST_GATHERED = 1_000;

    private static final int MOST_CHARACTERS = 20_000;

    private final Map<String, Double> calls = new LinkedHashMap<>();

    /** Notes calls of a text. */
    void add(String text, double itsCalls) {
        boolean known = calls.containsKey(text);
        if (known || (calls.size() < MOST_GATHERED && text.length() <= MOST_CHARACTERS)) {
            calls.merge(text, itsCalls, Double::sum);
        }
    }

    /** The most called first; none where one text stands for all. */
    List<Variant> build() {
        if (calls.size() < 2) {
            return List.of();
        }
        List<Variant> all =
                calls.entrySet().stream()
                        .map(entry -> new Variant(entry.getKey(), entry.getValue()))
                        .sorted(Comparator.comparingDouble(variant -> -variant.calls()))
                        .toList();
        return all.size() <= MOST ? all : sampled(all);
    }

    /**
     * A text for each of equal parts of the calls (systematic sampling): the same ones each time,
     * and every text with the probability that a call has it.
     */
    private static List<Variant> sampled(List<Variant> all) {
        double total = all.stream().mapToDouble(Variant::calls).sum();
        double part = total / MOST;
        Map<String, Double> sample = new LinkedHashMap<>();
        double passed = 0;
        int taken = 0;
        for (Variant variant : all) {
            passed += variant.calls();
            while (taken < MOST && (taken + 0.5) * part < passed) {
                sample.merge(variant.text(), part, Double::sum);
                taken++;
            }
        }
        List<Variant> variants = new ArrayList<>();
        sample.forEach((text, itsCalls) -> variants.add(new Variant(text, itsCalls)));
        return variants;
    }
}
