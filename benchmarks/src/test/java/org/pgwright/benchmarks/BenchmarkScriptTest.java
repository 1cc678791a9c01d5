package org.pgwright.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** The script bin/benchmark, with programs in place of Java and Maven. */
final class BenchmarkScriptTest {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final String USAGE =
            "benchmarks/src/main/resources/org/pgwright/benchmarks/usage.txt";
    private static final String MAVEN = "#!/bin/sh\necho classes > benchmarks/target/class-path\n";

    @TempDir private Path temporary;

    private record Ending(int code, String out, String err) {}

    @Test
    void showsHowItIsUsedWithoutBuilding() throws Exception {
        String usage = Files.readString(REPOSITORY.resolve(USAGE));

        assertThat(run("exit 1", "exit 1", "--help")).isEqualTo(new Ending(0, usage, ""));
        assertThat(run("exit 1", "exit 1")).isEqualTo(new Ending(2, "", usage));
        assertThat(run("exit 1", "exit 1", "nonsense"))
                .isEqualTo(
                        new Ending(2, "", "benchmark: there is no benchmark 'nonsense'\n" + usage));
    }

    @Test
    void endsAsTheBenchmarkDoes() throws Exception {
        Ending ending =
                run(MAVEN, "for a; do echo \"$a\"; done; exit 3", "fleet", "--duration", "5m");

        assertThat(ending.code()).isEqualTo(3);
        assertThat(ending.err()).isEmpty();
        assertThat(ending.out())
                .endsWith("org.pgwright.benchmarks.Benchmarks\nfleet\n--duration\n5m\n");
    }

    @Test
    void saysThatTheBuildFailed() throws Exception {
        Ending ending = run("exit 1", "exit 0", "fleet");

        assertThat(ending.code()).isEqualTo(1);
        assertThat(ending.err()).hasLineCount(1).contains("the build of", "mvn -DskipTests");
    }

    /** In a folder with what the script needs. */
    private Ending run(String maven, String java, String... arguments) throws Exception {
        for (String file : List.of("bin/benchmark", "bin/java.sh", USAGE)) {
            Path copy = temporary.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.deleteIfExists(copy);
            Files.copy(REPOSITORY.resolve(file), copy);
        }
        Files.createDirectories(temporary.resolve("benchmarks/target"));
        Path jdk = temporary.resolve("jdk");
        executable(jdk.resolve("bin/java"), java);
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");
        executable(temporary.resolve("tools/mvn"), maven);
        List<String> command = new ArrayList<>(List.of(temporary + "/bin/benchmark"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(temporary.resolve("out").toFile())
                        .redirectError(temporary.resolve("err").toFile());
        builder.environment().put("PATH", temporary.resolve("tools") + ":/usr/bin:/bin");
        builder.environment().put("PGWRIGHT_JAVA_HOME", jdk.toString());
        int code = builder.start().waitFor();
        return new Ending(
                code,
                Files.readString(temporary.resolve("out")),
                Files.readString(temporary.resolve("err")));
    }

    private static void executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text.startsWith("#!") ? text : "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
