package org.pgwright.cli;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.FileFailure;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.migration.MigrationFile;
import org.pgwright.report.migration.WrittenFiles.Written;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A folder that migrations are written to: all of them or none, each whole. */
final class MigrationFolder {
    private static final String OPTION = "--output";

    private final Path folder;

    private MigrationFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * A folder to write to later; finds out now what would be in the way then.
     *
     * @throws PgwrightException USAGE if it is none, and cannot be made
     */
    static MigrationFolder at(Path folder) {
        Path parent = folder.toAbsolutePath().normalize().getParent();
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw usage(folder + " is a file", "name a folder");
        }
        if (!Files.exists(folder) && (parent == null || !Files.isDirectory(parent))) {
            throw usage(folder + " is in a folder that does not exist", "make the folder");
        }
        return new MigrationFolder(folder);
    }

    /**
     * Writes files; what is there and the same is left alone.
     *
     * @param isForced whether to replace what is there and differs
     * @throws PgwrightException USAGE if a file is there and differs, or cannot be written; nothing
     *     new is left then
     */
    List<Written> write(List<MigrationFile> files, boolean isForced) {
        List<Written> all =
                files.stream()
                        .map(
                                file ->
                                        new Written(
                                                folder.resolve(file.name()),
                                                file,
                                                isNew(file, isForced)))
                        .toList();
        boolean isMade = made();
        List<Path> added = new ArrayList<>();
        boolean isDone = false;
        try {
            for (Written one : all) {
                if (one.isNew()) {
                    boolean isAdded = !Files.exists(one.path());
                    ReportFile.at(OPTION, one.path()).write(one.file().content());
                    if (isAdded) {
                        added.add(one.path());
                    }
                }
            }
            isDone = true;
        } finally {
            if (!isDone) {
                remove(added, isMade);
            }
        }
        return all;
    }

    private boolean isNew(MigrationFile file, boolean isForced) {
        Path path = folder.resolve(file.name());
        if (!Files.exists(path)) {
            return true;
        }
        boolean isSame = isSame(path, file);
        if (!isSame && !isForced) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    path + " is there, and is another",
                    "add --force to replace it, or write to another folder or --first-version");
        }
        return !isSame;
    }

    private static boolean isSame(Path path, MigrationFile file) {
        try {
            return Arrays.equals(
                    Files.readAllBytes(path), file.content().getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw usage(
                    path + " cannot be read: " + FileFailure.reason(failure),
                    "check its permissions");
        }
    }

    private boolean made() {
        if (Files.exists(folder)) {
            return false;
        }
        try {
            Files.createDirectory(folder);
            return true;
        } catch (IOException failure) {
            throw usage(
                    folder + " cannot be made: " + FileFailure.reason(failure),
                    "check its permissions");
        }
    }

    /** After a failure, which says more than one in here would. */
    private void remove(List<Path> added, boolean isMade) {
        added.forEach(path -> path.toFile().delete());
        if (isMade) {
            folder.toFile().delete();
        }
    }

    private static PgwrightException usage(String what, String remedy) {
        return new PgwrightException(ErrorCode.USAGE, OPTION + " " + what, remedy);
    }
}
