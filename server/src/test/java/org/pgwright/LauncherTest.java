package org.pgwright;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The script bin/pgwright, with programs in place of Java and Maven that say how they were called.
 */
final class LauncherTest {
    private static final String SAY_ARGUMENTS = "#!/bin/sh\nfor a; do echo \"$a\"; done\n";

    private static final String MAKE_JARS =
            """
            mkdir -p server/target/pgwright/lib
            touch server/target/pgwright/lib/engine-1.jar server/target/pgwright/lib/server-1.jar
            """;

    @TempDir private Path temporary;

    private Path home;
    private Path jdk;
    private final Map<String, String> environment = new TreeMap<>();

    private record Ending(int code, String out, String err) {}

    @BeforeEach
    void unpackADistribution() throws IOException {
        home = temporary.resolve("a folder/pgwright");
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("lib"));
        for (String script : List.of("bin/pgwright", "bin/java.sh")) {
            Files.copy(repository().resolve(script), home.resolve(script));
        }
        jdk = jdk("jdk 25", "25.0.3");
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("PGWRIGHT_JAVA_HOME", jdk.toString());
    }

    @Test
    void startsJavaOnTheJarsBesideIt() throws Exception {
        Ending ending = run(home.resolve("bin/pgwright"), "advise", "-d", "my shop");

        assertThat(ending.code()).isZero();
        assertThat(ending.out().lines())
                .containsSequence(
                        "-cp",
                        home.toRealPath() + "/lib/*",
                        "org.pgwright.app.Main",
                        "advise",
                        "-d",
                        "my shop");
    }

    @Test
    void findsItsFolderThroughLinks() throws Exception {
        Path first = temporary.resolve("first link");
        Files.createSymbolicLink(first, home.resolve("bin/pgwright"));
        Path second = temporary.resolve("second");
        Files.createSymbolicLink(second, Path.of("first link"));

        assertThat(run(second, "version").out()).contains(home.toRealPath() + "/lib/*");
    }

    @Test
    void refusesTheNamedJavaThatIsTooOld() throws Exception {
        environment.put("PGWRIGHT_JAVA_HOME", jdk("jdk 21", "21.0.1").toString());

        Ending ending = run(home.resolve("bin/pgwright"), "version");

        assertThat(ending.code()).isEqualTo(1);
        assertThat(ending.err()).hasLineCount(1).contains("jdk 21 is not a JDK 25 or newer");
    }

    @Test
    void findsTheJavaOfThePathPastAnOldJavaHome() throws Exception {
        environment.remove("PGWRIGHT_JAVA_HOME");
        environment.put("JAVA_HOME", jdk("jdk 17", "17.0.1").toString());
        Path link = Files.createDirectories(temporary.resolve("links")).resolve("java");
        Files.createSymbolicLink(link, jdk("jdk 26", "26").resolve("bin/java"));
        environment.put("PATH", link.getParent() + ":/usr/bin:/bin");

        Ending ending = run(home.resolve("bin/pgwright"), "version");

        assertThat(ending.err()).isEmpty();
        assertThat(ending.out()).contains("org.pgwright.app.Main");
    }

    @Test
    void worksWithoutAHome() throws Exception {
        environment.put("HOME", "");

        assertThat(run(home.resolve("bin/pgwright"), "version").code()).isZero();
    }

    @Test
    void buildsACheckoutOnceAndAgainOnlyWhenASourceChanged() throws Exception {
        Path script = checkout(MAKE_JARS);

        assertThat(run(script, "version").err()).contains("building from source");
        assertThat(run(script, "version").err()).isEmpty();

        Path source = Files.createDirectories(home.resolve("engine/src/main")).resolve("A.java");
        Files.writeString(source, "class A {}");
        assertThat(run(script, "version").err()).contains("building from source");
    }

    @Test
    void takesWhatMavenHasBuilt() throws Exception {
        Path script = checkout("exit 1");
        Path lib = Files.createDirectories(home.resolve("server/target/pgwright/lib"));
        Files.createFile(lib.resolve("engine-1.jar"));
        Files.createFile(lib.resolve("server-1.jar"));

        assertThat(run(script, "version").code()).isZero();
    }

    @Test
    void saysHowToMendABuildThatFails() throws Exception {
        Path script = checkout("exit 1");

        Ending ending = run(script, "version");

        assertThat(ending.code()).isEqualTo(1);
        assertThat(ending.err()).contains("the build of", "mvn -DskipTests package");
        assertThat(home.resolve("server/target/.building")).doesNotExist();
    }

    @Test
    void asksForMavenWhereThereIsNone() throws Exception {
        Path script = checkout("exit 0");
        Path tools = Files.createDirectories(temporary.resolve("tools"));
        for (String tool : List.of("sh", "find", "head", "mkdir", "rm", "cat", "sleep", "touch")) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/bin", tool).toRealPath());
        }
        environment.put("PATH", tools.toString());

        Ending ending = run(script, "version");

        assertThat(ending.code()).isEqualTo(1);
        assertThat(ending.err()).contains("no mvn on the PATH", "Maven 3.8");
    }

    /** Makes the folder a checkout whose Maven runs a command. */
    private Path checkout(String command) throws IOException {
        Files.delete(home.resolve("lib"));
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Path tools = Files.createDirectories(temporary.resolve("maven"));
        executable(tools.resolve("mvn"), "#!/bin/sh\n" + command + "\n");
        environment.put("PATH", tools + ":/usr/bin:/bin");
        return home.resolve("bin/pgwright");
    }

    private Path jdk(String name, String version) throws IOException {
        Path folder = temporary.resolve(name);
        Files.createDirectories(folder.resolve("bin"));
        Files.writeString(
                folder.resolve("release"),
                "IMPLEMENTOR=\"somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
        executable(folder.resolve("bin/java"), SAY_ARGUMENTS);
        return folder;
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Ending run(Path script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        Path out = temporary.resolve("out");
        Path err = temporary.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(temporary.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        return new Ending(
                code,
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    private static Path repository() {
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            if (Files.isExecutable(up.resolve("bin/pgwright"))) {
                return up;
            }
        }
        throw new IllegalStateException("no bin/pgwright above the working folder");
    }
}
