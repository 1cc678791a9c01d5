package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Map;

final class SurroundingsTest {
    private static final Path IN_USER_DATABASE = Path.of("/home/alice");

    @Test
    void looksForFilesWhereHomeSays() {
        assertThat(Surroundings.home(Map.of("HOME", "/elsewhere"), IN_USER_DATABASE))
                .isEqualTo(Path.of("/elsewhere"));
    }

    @Test
    void knowsTheHomeOfAUserWithoutTheVariable() {
        assertThat(Surroundings.home(Map.of("HOME", ""), IN_USER_DATABASE))
                .isEqualTo(IN_USER_DATABASE);
        assertThat(Surroundings.home(Map.of(), IN_USER_DATABASE)).isEqualTo(IN_USER_DATABASE);
    }
}
