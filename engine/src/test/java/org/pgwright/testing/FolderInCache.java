package org.pgwright.testing;

import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * For {@code @TempDir(factory = FolderInCache.class)}: a folder that servers can run in, whose path
 * is short and open to the unprivileged user that they run as when the tests run as root.
 */
public final class FolderInCache implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test)
            throws IOException {
        Path cache = Files.createDirectories(TestServers.cache());
        Path folder = Files.createTempDirectory(cache, "t");
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
