package org.pgwright.workload;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.FileFailure;
import org.pgwright.error.PgwrightException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads a workload from SQL files: one file, or all {@code *.sql} of a folder in the order of their
 * names. Runs nothing; what it cannot use is listed with its reason.
 *
 * <p>The first line {@code -- weight 20} of a file says how often its statements run; such a line
 * before a later statement counts for that one alone. Without, a statement's weight is 1. The
 * weights of statements with the same normalised text are added.
 */
public final class WorkloadFiles {
    private static final long MAX_BYTES = 64L << 20;
    private static final int MAX_FILES = 10_000;
    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final byte[] LITTLE_ENDIAN_MARK = {(byte) 0xff, (byte) 0xfe};
    private static final byte[] BIG_ENDIAN_MARK = {(byte) 0xfe, (byte) 0xff};

    private WorkloadFiles() {}

    /**
     * @param fileOrFolder in UTF-8; all files together at most 64 MB
     * @throws PgwrightException USAGE if a file is not there, not readable, too large, not UTF-8 or
     *     has a bad weight; NO_WORKLOAD if there is no statement to advise on
     */
    public static Workload read(Path fileOrFolder) {
        WorkloadBuilder workload = new WorkloadBuilder();
        long bytes = 0;
        for (Path file : files(fileOrFolder)) {
            byte[] content = content(file, MAX_BYTES - bytes);
            bytes += content.length;
            workload.add(String.valueOf(file.getFileName()), text(file, content));
        }
        Workload read = workload.build();
        if (read.statements().isEmpty()) {
            throw new PgwrightException(
                    ErrorCode.NO_WORKLOAD,
                    "no statement to advise on in " + fileOrFolder + skipped(read.skipped()),
                    "give files with SELECT, INSERT, UPDATE, DELETE or MERGE statements");
        }
        return read;
    }

    private static String skipped(List<Workload.Skipped> skipped) {
        return skipped.isEmpty()
                ? ""
                : " ("
                        + skipped.size()
                        + " skipped, the first: "
                        + skipped.getFirst().reason()
                        + ")";
    }

    private static List<Path> files(Path fileOrFolder) {
        if (!Files.exists(fileOrFolder)) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the workload " + fileOrFolder + " does not exist",
                    "name an SQL file or a folder of them");
        }
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(fileOrFolder);
        }
        try (Stream<Path> entries = Files.list(fileOrFolder)) {
            List<Path> files =
                    entries.filter(
                                    file ->
                                            file.toString().endsWith(".sql")
                                                    && !Files.isDirectory(file))
                            .sorted()
                            .limit(MAX_FILES + 1L)
                            .toList();
            return checked(fileOrFolder, files);
        } catch (IOException e) {
            throw unreadable(fileOrFolder, e);
        }
    }

    private static List<Path> checked(Path folder, List<Path> files) {
        if (files.isEmpty()) {
            throw new PgwrightException(
                    ErrorCode.NO_WORKLOAD,
                    "the folder " + folder + " holds no file *.sql",
                    "put the statements into files with names that end in .sql");
        }
        if (files.size() > MAX_FILES) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the folder " + folder + " holds more than " + MAX_FILES + " files *.sql",
                    "put several statements into one file, with their weights");
        }
        return files;
    }

    private static byte[] content(Path file, long bytesLeft) {
        if (!Files.isRegularFile(file)) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the workload file " + file + " is not a regular file",
                    "name an SQL file or a folder of them");
        }
        try (var in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes((int) bytesLeft + 1);
            if (content.length > bytesLeft) {
                throw new PgwrightException(
                        ErrorCode.USAGE,
                        "the workload is larger than 64 MB, at " + file,
                        "leave out repeated statements and give the others a weight");
            }
            return content;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static PgwrightException unreadable(Path file, IOException e) {
        return new PgwrightException(
                ErrorCode.USAGE,
                "the workload " + file + " cannot be read (" + FileFailure.reason(e) + ")",
                "check that it is there and that you may read it",
                e);
    }

    private static String text(Path file, byte[] content) {
        String wide = wideEncoding(content);
        if (wide != null) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the workload file " + file + " is UTF-16, not UTF-8",
                    "convert it, for example with iconv -f " + wide + " -t UTF-8");
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the workload file " + file + " is not UTF-8",
                    "convert it, for example with iconv -f LATIN1 -t UTF-8",
                    e);
        }
    }

    /** How editors of Windows may write: with a mark, or every other byte of plain text zero. */
    private static @Nullable String wideEncoding(byte[] content) {
        if (content.length < 2) {
            return null;
        }
        if (startsWith(content, LITTLE_ENDIAN_MARK) || startsWith(content, BIG_ENDIAN_MARK)) {
            return "UTF-16";
        }
        if ((content[0] == 0) == (content[1] == 0)) {
            return null;
        }
        return content[0] == 0 ? "UTF-16BE" : "UTF-16LE";
    }

    private static boolean startsWith(byte[] content, byte[] mark) {
        return content[0] == mark[0] && content[1] == mark[1];
    }
}
