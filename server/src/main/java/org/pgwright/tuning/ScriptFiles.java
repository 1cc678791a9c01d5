package org.pgwright.tuning;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.FileFailure;
import org.pgwright.error.PgwrightException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads the SQL files of schema changes: files, and all {@code *.sql} of folders by name. */
final class ScriptFiles {
    private static final int MOST_BYTES = 64 << 20;
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private ScriptFiles() {}

    /** A file as it was named, and what it holds. */
    record Script(String file, String text) {}

    static List<Script> read(List<Path> filesAndFolders) {
        List<Script> scripts = new ArrayList<>();
        for (Path named : filesAndFolders) {
            for (Path file : files(named)) {
                scripts.add(new Script(file.toString(), text("SQL file", file)));
            }
        }
        return scripts;
    }

    private static List<Path> files(Path named) {
        if (!Files.isDirectory(named)) {
            return List.of(named);
        }
        try (Stream<Path> entries = Files.list(named)) {
            List<Path> files =
                    entries.filter(file -> file.toString().endsWith(".sql"))
                            .filter(Files::isRegularFile)
                            .sorted()
                            .toList();
            if (files.isEmpty()) {
                throw new PgwrightException(
                        ErrorCode.USAGE,
                        "the folder " + named + " holds no file *.sql",
                        "name the files");
            }
            return files;
        } catch (IOException failure) {
            throw unreadable("folder", named, failure);
        }
    }

    /**
     * The text of a file in UTF-8, up to 64 MB.
     *
     * @param kind of file, for errors
     */
    static String text(String kind, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw new PgwrightException(
                        ErrorCode.USAGE,
                        "the " + kind + " " + file + " is larger than 64 MB",
                        "check that it is the right file");
            }
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException failure) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the " + kind + " " + file + " is not UTF-8",
                    "convert it, for example with iconv -t UTF-8",
                    failure);
        } catch (IOException failure) {
            throw unreadable(kind, file, failure);
        }
    }

    private static PgwrightException unreadable(String kind, Path file, IOException failure) {
        return new PgwrightException(
                ErrorCode.USAGE,
                "the "
                        + kind
                        + " "
                        + file
                        + " cannot be read ("
                        + FileFailure.reason(failure)
                        + ")",
                "check that it is there and that you may read it",
                failure);
    }
}
