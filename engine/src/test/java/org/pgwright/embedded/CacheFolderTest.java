package org.pgwright.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Map;

final class CacheFolderTest {
    @Test
    void isTheUsersOwn() {
        assertThat(CacheFolder.of(Map.of("HOME", "/home/u", "XDG_CACHE_HOME", "/c"), false))
                .hasToString("/c/pgwright");
        assertThat(CacheFolder.of(Map.of("HOME", "/home/u", "XDG_CACHE_HOME", "c"), false))
                .hasToString("/home/u/.cache/pgwright");
    }

    @Test
    void isOpenToOthersForRoot() {
        assertThat(CacheFolder.of(Map.of("HOME", "/root", "XDG_CACHE_HOME", "/root/c"), true))
                .hasToString("/var/cache/pgwright");
    }

    @Test
    void canBeNamed() {
        assertThat(CacheFolder.of(Map.of("PGWRIGHT_CACHE", "/x"), true)).hasToString("/x");
        assertThat(CacheFolder.of(Map.of("PGWRIGHT_CACHE", "/x"), false)).hasToString("/x");
    }

    @Test
    void isNotNamedRelativeToTheWorkingFolder() {
        assertThatThrownBy(() -> CacheFolder.of(Map.of("PGWRIGHT_CACHE", "x"), true))
                .hasMessageContaining("PGWRIGHT_CACHE is 'x'");
        assertThat(CacheFolder.of(Map.of("PGWRIGHT_CACHE", ""), true))
                .hasToString("/var/cache/pgwright");
    }

    @Test
    void isMissingWithoutAHome() {
        assertThatThrownBy(() -> CacheFolder.of(Map.of(), false))
                .hasMessageContaining("set PGWRIGHT_CACHE");
    }
}
