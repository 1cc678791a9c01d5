package org.pgwright.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

final class CommandTest {
    @TempDir private Path folder;

    @Test
    void namesAProgramThatHangsAndLeavesNoneOfItsChildren() throws Exception {
        Path child = folder.resolve("child");
        Path program =
                Files.writeString(
                        folder.resolve("postgres"),
                        "#!/bin/sh\n/bin/sleep 3600 & echo $! > " + child + "; wait\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThatThrownBy(
                        () ->
                                Command.run(
                                        List.of(program.toString(), "--version"),
                                        Duration.ofSeconds(2)))
                .hasMessageStartingWith(program + " did not end within 2 s");

        long pid = Long.parseLong(Files.readString(child).strip());
        assertThat(Patience.until(() -> ProcessHandle.of(pid).isEmpty())).isTrue();
    }
}
