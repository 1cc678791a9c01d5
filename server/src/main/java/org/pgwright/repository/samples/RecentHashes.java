package org.pgwright.repository.samples;

import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers so many hashes, the oldest of which it forgets. */
final class RecentHashes {
    private static final int MOST = 10_000;

    private final Map<String, Boolean> hashes =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > MOST;
                }
            };

    synchronized boolean contains(String hash) {
        return hashes.get(hash) != null;
    }

    synchronized void add(String hash) {
        hashes.put(hash, true);
    }
}
