package org.pgwright.repository.samples;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers the numbers of so many statements by their hashes; forgets the oldest. */
final class RecentStatements {
    private static final int MOST = 10_000;

    private final Map<String, Integer> numbers =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                    return size() > MOST;
                }
            };

    synchronized @Nullable Integer number(String hash) {
        return numbers.get(hash);
    }

    synchronized void add(String hash, int number) {
        numbers.put(hash, number);
    }
}
