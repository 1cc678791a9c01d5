package org.pgwright.web.page;

import org.jspecify.annotations.Nullable;
import org.pgwright.web.figures.FiguresParameters;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The address of a page with what was chosen on it, to be shared. */
public record Address(String path, Map<String, String> parameters) {
    private static final Set<String> OF_TIME = Set.of("since", "from", "to");

    public Address {
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    }

    /** With the time that was chosen. */
    public static Address of(String path, FiguresParameters chosen) {
        Address bare = new Address(path, Map.of());
        return chosen.from() == null || chosen.from().isBlank()
                ? bare.with("since", chosen.since())
                : bare.with("from", chosen.from()).with("to", chosen.to());
    }

    /** The same with another value; without it, where that is blank. */
    public Address with(String name, @Nullable String value) {
        Map<String, String> changed = new TreeMap<>(parameters);
        if (value == null || value.isBlank()) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return new Address(path, changed);
    }

    /** The same page over the last time of this length. */
    public Address over(String since) {
        return with("from", null).with("to", null).with("since", since);
    }

    /** Another page, over the same time. */
    public Address to(String other) {
        Map<String, String> kept = new TreeMap<>(parameters);
        kept.keySet().retainAll(OF_TIME);
        return new Address(other, kept);
    }

    /** What was chosen beside the time. */
    public Map<String, String> beside() {
        Map<String, String> others = new TreeMap<>(parameters);
        others.keySet().removeAll(OF_TIME);
        return others;
    }

    /** What was chosen under that name; empty for nothing. */
    public String chosen(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** A part of a path, whatever is in it. */
    public static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return parameters.isEmpty()
                ? path
                : parameters.entrySet().stream()
                        .map(one -> part(one.getKey()) + "=" + part(one.getValue()))
                        .collect(Collectors.joining("&", path + "?", ""));
    }
}
