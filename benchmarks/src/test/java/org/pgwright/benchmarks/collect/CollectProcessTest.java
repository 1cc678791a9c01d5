package org.pgwright.benchmarks.collect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class CollectProcessTest {
    @Test
    void startsJavaAsTheLauncherDoes() throws IOException {
        String launcher = Files.readString(Path.of("../bin/pgwright"));

        assertThat(launcher).contains(Launcher.OPTIONS);
    }

    @Test
    void keepsPasswordsOutOfWhatItPrints() {
        ServerUrl url =
                new ServerUrl("127.0.0.1", 5432, "app", "shop", new ServerUrl.Hidden("a:b\\c"));

        assertThat(url.toString()).doesNotContain("a:b");
        assertThat(url.shown()).isEqualTo("postgres://app@127.0.0.1:5432/shop");
        assertThat(url.passwordLine()).isEqualTo("127.0.0.1:5432:*:app:a\\:b\\\\c");
    }
}
