package org.pgwright.repository;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM that has an embedded repository open, to be killed. */
record RepositoryProcess(Process process) implements AutoCloseable {
    /** Starts the JVM and waits until it has the repository open. */
    static RepositoryProcess start(Path data) throws IOException {
        RepositoryProcess process = begin(data);
        process.awaitOpen();
        return process;
    }

    /** Starts the JVM. */
    static RepositoryProcess begin(Path data) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add("-Dpgwright.postgres=" + System.getProperty("pgwright.postgres"));
        command.addAll(List.of(RepositoryProcess.class.getName(), data.toString()));
        return new RepositoryProcess(
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    void awaitOpen() throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        if (output.readLine() == null) {
            throw new IOException("the process did not open the repository");
        }
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The other JVM: the data folder. */
    public static void main(String[] arguments) throws IOException {
        try (Repository repository =
                Repository.open(
                        new RepositoryLocation.Embedded(Path.of(arguments[0])),
                        Repositories::local)) {
            PrintStream output = System.out;
            output.println(repository.location().shown());
            output.flush();
            int end = System.in.read();
            assert end < 0;
        }
    }
}
