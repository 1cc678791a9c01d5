package org.pgwright.log;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongBiFunction;

/**
 * Keeps the latest values by their keys, within bounds of their number and of their size together:
 * what was put first is forgotten first.
 */
final class Recent<K, V> {
    private final Map<K, V> values = new LinkedHashMap<>();
    private final int most;
    private final long mostCharacters;
    private final ToLongBiFunction<K, V> characters;
    private long kept;

    /**
     * @param characters that a value takes with its key
     */
    Recent(int most, long mostCharacters, ToLongBiFunction<K, V> characters) {
        this.most = most;
        this.mostCharacters = mostCharacters;
        this.characters = characters;
    }

    void put(K key, V value) {
        remove(key);
        values.put(key, value);
        kept += characters.applyAsLong(key, value);
        Iterator<Map.Entry<K, V>> oldest = values.entrySet().iterator();
        while (values.size() > most || (kept > mostCharacters && values.size() > 1)) {
            Map.Entry<K, V> entry = oldest.next();
            kept -= characters.applyAsLong(entry.getKey(), entry.getValue());
            oldest.remove();
        }
    }

    /** Null if it is not kept, or no more. */
    @Nullable V get(K key) {
        return values.get(key);
    }

    /** The value, which is kept no more; null if it was not. */
    @Nullable V remove(K key) {
        V value = values.remove(key);
        kept -= value == null ? 0 : characters.applyAsLong(key, value);
        return value;
    }

    void clear() {
        values.clear();
        kept = 0;
    }
}
