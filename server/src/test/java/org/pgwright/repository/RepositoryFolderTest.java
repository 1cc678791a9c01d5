package org.pgwright.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Map;

final class RepositoryFolderTest {
    private static final Path HOME = Path.of("/home/me");

    @Test
    void isAmongTheUsersOwnData() {
        assertThat(RepositoryFolder.of(Map.of(), HOME, false))
                .isEqualTo(Path.of("/home/me/.local/share/pgwright"));
        assertThat(RepositoryFolder.of(Map.of("XDG_DATA_HOME", "/d"), HOME, false))
                .isEqualTo(Path.of("/d/pgwright"));
        assertThat(RepositoryFolder.of(Map.of("XDG_DATA_HOME", "d"), HOME, false))
                .isEqualTo(Path.of("/home/me/.local/share/pgwright"));
    }

    @Test
    void canBeReachedByTheServersUserWhereWeAreRoot() {
        assertThat(RepositoryFolder.of(Map.of("XDG_DATA_HOME", "/root/d"), HOME, true))
                .isEqualTo(Path.of("/var/lib/pgwright"));
    }

    @Test
    void isWhatTheVariableNames() {
        assertThat(RepositoryFolder.of(Map.of("PGWRIGHT_DATA", "/srv/p"), HOME, true))
                .isEqualTo(Path.of("/srv/p"));
        assertThatThrownBy(() -> RepositoryFolder.of(Map.of("PGWRIGHT_DATA", "p"), HOME, true))
                .hasMessageContaining("PGWRIGHT_DATA is 'p'");
    }
}
