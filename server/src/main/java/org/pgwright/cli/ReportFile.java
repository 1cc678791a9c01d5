package org.pgwright.cli;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.FileFailure;
import org.pgwright.error.PgwrightException;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** A file that a report goes to: whole or not at all, and with the permissions of any new file. */
final class ReportFile {
    private final Path file;

    private ReportFile(Path file) {
        this.file = file;
    }

    /**
     * A file to write later; finds out now what would be in the way then.
     *
     * @param option that names it, for errors
     * @throws PgwrightException USAGE if it cannot be written
     */
    static ReportFile at(String option, Path named) {
        Path file = target(option, named);
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw unusable(option + " '" + named + "'", "is a folder", "name a file in it");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw unusable(
                    option + " " + named, "is in a folder that does not exist", "make the folder");
        }
        boolean writable = Files.exists(file) ? Files.isWritable(file) : Files.isWritable(folder);
        if (!writable) {
            throw unusable(option + " " + named, "cannot be written", "check its permissions");
        }
        return new ReportFile(file);
    }

    /** Where a link to a file leads, so that the link stays one. */
    private static Path target(String option, Path named) {
        try {
            boolean leadsNowhere = Files.isSymbolicLink(named) && !Files.exists(named);
            return Files.isRegularFile(named) || leadsNowhere ? named.toRealPath() : named;
        } catch (IOException failure) {
            throw unusable(option + " '" + named + "'", "leads to no file", "check where it leads");
        }
    }

    private static PgwrightException unusable(String file, String what, String remedy) {
        return new PgwrightException(ErrorCode.USAGE, file + " " + what, remedy);
    }

    /**
     * Writes the file.
     *
     * @throws PgwrightException DISK_FULL, or USAGE if it cannot be written
     */
    void write(String content) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                Files.writeString(file, content, StandardOpenOption.WRITE);
            } else {
                replace(content);
            }
        } catch (IOException failure) {
            throw writeFailure(failure);
        }
    }

    private void replace(String content) throws IOException {
        String draftName = "." + file.getFileName() + "." + ProcessHandle.current().pid();
        Path draft = file.resolveSibling(draftName);
        try {
            Files.writeString(draft, content);
            move(draft);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private void move(Path draft) throws IOException {
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException failure) {
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private PgwrightException writeFailure(IOException failure) {
        String reason = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (reason.contains("no space left") || reason.contains("quota exceeded")) {
            return new PgwrightException(
                    ErrorCode.DISK_FULL,
                    "there is no room for " + file,
                    "make room on its disk, or name a file on another",
                    failure);
        }
        return unusable(
                file.toString(),
                "cannot be written (" + FileFailure.reason(failure) + ")",
                "check its folder");
    }
}
