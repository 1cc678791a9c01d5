package org.pgwright.snapshot;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.files.PrivateFile;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * A snapshot as a file: compressed JSON, of mode 0600 because it holds user data, the same bytes
 * for the same content.
 *
 * <p>Fields may be added later and are passed over by older readers; a change that they can't live
 * with raises {@link #VERSION}.
 */
public final class SnapshotFile {
    /** The newest version of the format that we read, and the one that we write. */
    public static final int VERSION = 1;

    static final String FORMAT = "pgwright-snapshot";

    private static final int BUFFER = 64 * 1024;

    private static final JsonMapper MAPPER = SnapshotJson.mapper();

    private SnapshotFile() {}

    /**
     * Writes a file, whole or not at all; one that is there already is replaced.
     *
     * @throws PgwrightException DISK_FULL, or USAGE where the file cannot be made
     */
    public static void write(Snapshot snapshot, Path file) {
        PrivateFile.replace(file, out -> writeTo(snapshot, out));
    }

    /**
     * Finds out before any work whether a snapshot can be written under a name at all.
     *
     * @throws PgwrightException USAGE for a folder, a device, or a link that leads to no file
     */
    public static void checkTarget(Path file) {
        var unused = PrivateFile.target(file);
    }

    /**
     * Reads a file. Its content is untrusted: it is checked for completeness and bounds here, and
     * used with care everywhere else.
     *
     * @throws PgwrightException SNAPSHOT_INVALID with what is wrong, USAGE where there is no file
     */
    public static Snapshot read(Path file) {
        return read(file, Runtime.getRuntime().maxMemory() / 4 * 3);
    }

    static Snapshot read(Path file, long mostBytes) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            if (isEmpty(in)) {
                throw invalid(file, "is empty", "take the snapshot again");
            }
            return readFrom(file, new BoundedInput(new GZIPInputStream(in), mostBytes));
        } catch (NoSuchFileException e) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the snapshot file " + file + " does not exist",
                    "check its name, or take a snapshot with pgwright snapshot --out",
                    e);
        } catch (BoundedInput.TooLarge e) {
            throw invalid(
                    file,
                    "is larger than " + mostBytes + " bytes when unpacked",
                    "give pgwright more memory (-Xmx), if you trust the file");
        } catch (EOFException e) {
            throw invalid(file, "is cut off", "copy it again, or take the snapshot again");
        } catch (ZipException e) {
            throw invalid(file, "is no snapshot or is damaged", "name a file that pgwright wrote");
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static void writeTo(Snapshot snapshot, OutputStream out) throws IOException {
        OutputStream packed = new BufferedOutputStream(new GZIPOutputStream(out, BUFFER));
        try (JsonGenerator json = MAPPER.createGenerator(packed)) {
            json.writeStartObject();
            json.writeStringProperty("format", FORMAT);
            json.writeNumberProperty("version", VERSION);
            json.writePOJOProperty("snapshot", snapshot);
            json.writeEndObject();
        } catch (JacksonException e) {
            IOException io = ioFailure(e);
            if (io != null) {
                throw io;
            }
            throw e;
        }
    }

    private static Snapshot readFrom(Path file, BoundedInput in) throws IOException {
        try (JsonParser json = MAPPER.createParser(in)) {
            checkHead(file, json);
            Snapshot snapshot = MAPPER.readValue(json, Snapshot.class);
            readToEnd(json);
            String fault = SnapshotCheck.fault(snapshot);
            if (fault != null) {
                throw invalid(file, "cannot be used: " + fault, "take the snapshot again");
            }
            return snapshot;
        } catch (JacksonException e) {
            throw broken(file, e);
        }
    }

    private static void checkHead(Path file, JsonParser json) {
        boolean ours =
                json.nextToken() == JsonToken.START_OBJECT
                        && "format".equals(json.nextName())
                        && FORMAT.equals(json.nextStringValue());
        if (!ours || !"version".equals(json.nextName())) {
            throw invalid(file, "is not a pgwright snapshot", "name a file that pgwright wrote");
        }
        int version = json.nextIntValue(0);
        if (version < 1) {
            throw invalid(file, "has no version", "name a file that pgwright wrote");
        }
        if (version > VERSION) {
            throw invalid(
                    file,
                    "is of version %s, this pgwright reads up to %s".formatted(version, VERSION),
                    "use the pgwright that wrote it, or a newer one");
        }
        if (!"snapshot".equals(json.nextName())) {
            throw invalid(file, "holds no snapshot", "take the snapshot again");
        }
        json.nextToken();
    }

    /** What later versions add behind is passed over; the end tells whether the file is whole. */
    private static void readToEnd(JsonParser json) {
        while (json.nextToken() != null) {
            json.skipChildren();
        }
    }

    private static PgwrightException broken(Path file, JacksonException failure)
            throws IOException {
        IOException io = ioFailure(failure);
        if (io != null) {
            throw io;
        }
        return new PgwrightException(
                ErrorCode.SNAPSHOT_INVALID,
                "the snapshot file " + file + " is damaged" + place(failure.getLocation()),
                "copy it again, or take the snapshot again",
                failure);
    }

    /** The parser knows no place where a text is longer than it takes. */
    private static String place(@Nullable TokenStreamLocation location) {
        return location == null
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static @Nullable IOException ioFailure(JacksonException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException io) {
                return io;
            }
        }
        return null;
    }

    private static boolean isEmpty(InputStream in) throws IOException {
        in.mark(1);
        boolean empty = in.read() < 0;
        in.reset();
        return empty;
    }

    private static PgwrightException invalid(Path file, String what, String remedy) {
        return new PgwrightException(
                ErrorCode.SNAPSHOT_INVALID, "the snapshot file " + file + " " + what, remedy);
    }

    private static PgwrightException unreadable(Path file, IOException failure) {
        return new PgwrightException(
                ErrorCode.USAGE,
                "the snapshot file '" + file + "' cannot be read",
                "check that it is a file and that you may read it",
                failure);
    }
}
