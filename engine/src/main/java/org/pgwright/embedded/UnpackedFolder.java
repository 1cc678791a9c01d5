package org.pgwright.embedded;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A folder with the content of a jar of binaries, and a list by which damage is noticed. */
final class UnpackedFolder {
    private static final String LIST = "pgwright.files";
    private static final int EXECUTABLE = 0100;

    private UnpackedFolder() {}

    /** Whether every file that was unpacked is there with its full length. */
    static boolean isWhole(Path folder) throws IOException {
        Path list = folder.resolve(LIST);
        if (!Files.isRegularFile(list)) {
            return false;
        }
        for (String line : Files.readAllLines(list)) {
            String[] sizeAndName = line.split(" ", 2);
            Path file = folder.resolve(sizeAndName[1]);
            if (!Files.isRegularFile(file) || Files.size(file) != Long.parseLong(sizeAndName[0])) {
                return false;
            }
        }
        return true;
    }

    /**
     * Unpacks the archive in a jar; all users may read the result, nobody but us may write it.
     *
     * @throws IOException if an entry would land outside the folder
     */
    static void unpack(Path jar, Path folder) throws IOException {
        createFolder(folder);
        List<String> names = new ArrayList<>();
        try (ZipFile zip = new ZipFile(jar.toFile());
                InputStream packed = zip.getInputStream(archive(zip, jar));
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(
                                new XZInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                unpack(tar, entry, folder);
                if (!entry.isDirectory()) {
                    names.add(entry.getName());
                }
            }
        }
        List<String> list = new ArrayList<>();
        for (String name : names) {
            list.add(Files.size(folder.resolve(name)) + " " + name);
        }
        Files.write(folder.resolve(LIST), list);
    }

    private static ZipEntry archive(ZipFile zip, Path jar) throws IOException {
        return zip.stream()
                .filter(entry -> entry.getName().endsWith(".txz"))
                .findFirst()
                .map(ZipEntry.class::cast)
                .orElseThrow(() -> new IOException(jar + " holds no archive"));
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
            throws IOException {
        Path target = inside(folder, folder.resolve(entry.getName()), entry);
        createFolder(entry.isDirectory() ? target : parent(target));
        if (entry.isSymbolicLink()) {
            Path link = Path.of(entry.getLinkName());
            inside(folder, parent(target).resolve(link), entry);
            Files.createSymbolicLink(target, link);
        } else if (isPlainFile(entry)) {
            Files.copy(tar, target);
            boolean executable = (entry.getMode() & EXECUTABLE) != 0;
            Files.setPosixFilePermissions(
                    target,
                    PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        } else if (!entry.isDirectory()) {
            throw new IOException("unexpected kind of entry in the archive: " + entry.getName());
        }
    }

    /** The archive's reader calls hard links and devices files, too. */
    private static boolean isPlainFile(TarArchiveEntry entry) {
        return entry.isFile()
                && !entry.isLink()
                && !entry.isFIFO()
                && !entry.isBlockDevice()
                && !entry.isCharacterDevice();
    }

    /** Refuses a path that leaves the folder, by its text or through a link unpacked before. */
    private static Path inside(Path folder, Path path, TarArchiveEntry entry) throws IOException {
        Path normal = path.normalize();
        boolean leaves = !normal.startsWith(folder);
        for (Path up = parent(normal); !leaves && !up.equals(folder); up = parent(up)) {
            leaves = Files.isSymbolicLink(up);
        }
        if (leaves) {
            throw new IOException("the archive reaches outside its folder: " + entry.getName());
        }
        return normal;
    }

    private static Path parent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException("no folder above " + path);
        }
        return parent;
    }

    /** With every folder on the way to it, readable by all whatever the process's umask. */
    private static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            createFolder(parent(folder));
            Files.createDirectory(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
