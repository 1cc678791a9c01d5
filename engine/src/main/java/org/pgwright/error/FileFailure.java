package org.pgwright.error;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What went wrong with a file, in words instead of the platform's names. */
public final class FileFailure {
    private FileFailure() {}

    /** The reason alone: {@code permission denied}. */
    public static String reason(IOException failure) {
        return switch (failure) {
            case AccessDeniedException denied -> "permission denied";
            case NoSuchFileException missing -> "it does not exist";
            case FileAlreadyExistsException there -> "something else has this name";
            case NotDirectoryException file -> "it is not a folder";
            case FileSystemException known when known.getReason() != null ->
                    String.valueOf(known.getReason());
            default -> failure.getMessage() == null ? "it failed" : failure.getMessage();
        };
    }

    /** The file, where the failure names it, and the reason. */
    public static String sentence(IOException failure) {
        boolean named = failure instanceof FileSystemException known && known.getFile() != null;
        return named
                ? ((FileSystemException) failure).getFile() + ": " + reason(failure)
                : reason(failure);
    }
}
