package org.pgwright.log.follow;

import com.github.luben.zstd.ZstdOutputStream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** A folder that is written as a server and those who rotate its logs write it. */
final class SimulatedLog {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    final List<String> written = new ArrayList<>();
    private final Path folder;
    private final LogKind kind;
    private Path file;
    private byte[] rest = {};
    private int names;
    private int files;
    private Instant time = Instant.parse("2026-11-26T08:00:00Z");

    SimulatedLog(Path folder, LogKind kind) {
        this.folder = folder;
        this.kind = kind;
        this.file = folder.resolve("server" + ending());
    }

    Path file() {
        return file;
    }

    private String ending() {
        return switch (kind) {
            case JSON -> ".json";
            case CSV -> ".csv";
            case PLAIN -> ".log";
        };
    }

    /** A line of zero bytes, of which the file system keeps nothing. */
    void emptyLine(long length) {
        finish();
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.position(channel.size() + length);
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    void entries(int count) {
        finish();
        for (int i = 0; i < count; i++) {
            write(entry());
        }
    }

    /** The server is in the midst of an entry. */
    void partOfAnEntry(int share) {
        finish();
        byte[] whole = entry();
        int cut = 1 + (whole.length - 1) * share / 100;
        write(Arrays.copyOf(whole, cut));
        rest = Arrays.copyOfRange(whole, cut, whole.length);
    }

    void finish() {
        write(rest);
        rest = new byte[0];
    }

    /** As logrotate does where the server opens its log anew. */
    void rename() {
        finish();
        try {
            for (int i = names; i > 0; i--) {
                moved(numbered(i), numbered(i + 1));
            }
            moved(file, numbered(1));
            names++;
            Files.createFile(file);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Path numbered(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    private static void moved(Path from, Path to) throws IOException {
        for (String packed : List.of("", ".gz", ".zst")) {
            Path path = from.resolveSibling(from.getFileName() + packed);
            if (Files.exists(path)) {
                Files.move(path, to.resolveSibling(to.getFileName() + packed));
            }
        }
    }

    /** As logrotate does where the server keeps its log open. */
    void copyAndTruncate() {
        finish();
        try {
            for (int i = names; i > 0; i--) {
                moved(numbered(i), numbered(i + 1));
            }
            if (Files.exists(file)) {
                Files.copy(file, numbered(1));
                names++;
                Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** As the server's own collector does. */
    void newFile() {
        finish();
        time = time.plusSeconds(1);
        try {
            if (Files.exists(file)) {
                FileTime before = FileTime.from(Instant.now().minusSeconds(3_600 - ++files));
                Files.setLastModifiedTime(file, before);
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
        file = folder.resolve("server-" + TIME.format(time).replaceAll("[^0-9]", "") + ending());
        names = 0;
    }

    void pack() {
        pack(".gz");
    }

    /** With gzip or, as {@code .zst}, with zstd. */
    void pack(String packing) {
        try (var all = Files.list(folder)) {
            for (Path old :
                    all.filter(p -> !p.equals(file))
                            .filter(p -> !p.toString().matches(".*\\.(gz|zst)"))
                            .toList()) {
                FileTime modified = Files.getLastModifiedTime(old);
                Path packed = old.resolveSibling(old.getFileName() + packing);
                OutputStream file = Files.newOutputStream(packed);
                try (OutputStream out =
                        packing.equals(".gz")
                                ? new GZIPOutputStream(file)
                                : new ZstdOutputStream(file)) {
                    Files.copy(old, out);
                }
                Files.setLastModifiedTime(packed, modified);
                Files.delete(old);
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** A name that is used again, as with log_truncate_on_rotation; its content has been read. */
    void beginAnew() {
        finish();
        try {
            Path next = folder.resolve("new");
            Files.createFile(next);
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void write(byte[] bytes) {
        try {
            Files.write(
                    file,
                    bytes,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private byte[] entry() {
        int number = written.size();
        time = time.plusMillis(7);
        String at = TIME.format(time) + " UTC";
        String statement = number % 3 == 0 ? "SELECT\n\t" + number : "SELECT " + number;
        written.add(statement);
        String message = "duration: 1.500 ms  statement: " + statement;
        String text =
                switch (kind) {
                    case JSON ->
                            "{\"timestamp\":\"%s\",\"user\":\"u\",\"dbname\":\"d\",\"pid\":%d,\"session_id\":\"6.a\",\"line_num\":%d,\"error_severity\":\"LOG\",\"message\":\"%s\"}\n"
                                    .formatted(
                                            at,
                                            number % 5,
                                            number,
                                            message.replace("\n", "\\n").replace("\t", "\\t"));
                    case CSV ->
                            "%s,\"u\",\"d\",%d,\"[local]\",6.a,%d,\"SELECT\",%s,3/4,0,LOG,00000,\"%s\",,,,,,,,,\"app\",\"client backend\",,0\n"
                                    .formatted(at, number % 5, number, at, message);
                    case PLAIN ->
                            "%s [%d] LOG:  %s\n"
                                    .formatted(at, number % 5, message.replace("\n", "\n\t"));
                };
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
