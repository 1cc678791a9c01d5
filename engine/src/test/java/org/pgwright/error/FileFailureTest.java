package org.pgwright.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

final class FileFailureTest {
    @TempDir private Path folder;

    @Test
    void saysInWordsWhatIsWrongWithAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Path below = file.resolve("below");
        assertThat(failure(() -> Files.newInputStream(folder.resolve("none"))))
                .isEqualTo(folder.resolve("none") + ": it does not exist");
        assertThat(failure(() -> Files.createDirectory(file)))
                .isEqualTo(file + ": something else has this name");
        assertThat(failure(() -> Files.createFile(below))).isEqualTo(below + ": Not a directory");
        assertThat(FileFailure.sentence(new AccessDeniedException("/x")))
                .isEqualTo("/x: permission denied");
        assertThat(FileFailure.sentence(new IOException("No space left on device")))
                .isEqualTo("No space left on device");
    }

    private static String failure(Work work) {
        return FileFailure.sentence(
                assertThatExceptionOfType(IOException.class).isThrownBy(work::run).actual());
    }

    private interface Work {
        void run() throws IOException;
    }
}
