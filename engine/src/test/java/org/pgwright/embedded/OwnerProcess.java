package org.pgwright.embedded;

import org.pgwright.testing.TestServers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM that owns a server, to be killed. */
record OwnerProcess(Process process, Path data) implements AutoCloseable {
    /** Starts the JVM and waits until its server accepts connections. */
    static OwnerProcess start(int major, Path cache, String home) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add("-Dpgwright.postgres=" + System.getProperty("pgwright.postgres"));
        command.add(OwnerProcess.class.getName());
        command.addAll(List.of(String.valueOf(major), cache.toString(), home));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String data = output.readLine();
        if (data == null) {
            throw new IOException("the owner did not start its server");
        }
        return new OwnerProcess(process, Path.of(data));
    }

    /** The shell between it and its server. */
    ProcessHandle guard() {
        return process.children().findFirst().orElseThrow();
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(30, TimeUnit.SECONDS);
    }

    /** Lets it end by itself, without closing its server. */
    void end() throws Exception {
        process.getOutputStream().close();
        process.waitFor(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The other JVM: major, cache, home or nothing. */
    public static void main(String[] arguments) throws IOException {
        PostgresInstallation installation =
                TestServers.installations().ofMajor(Integer.parseInt(arguments[0]));
        Path cache = Path.of(arguments[1]);
        EmbeddedPostgres server =
                EmbeddedPostgres.start(
                        arguments[2].isEmpty()
                                ? EmbeddedOptions.temporary(installation, cache)
                                : EmbeddedOptions.kept(installation, cache, Path.of(arguments[2])));
        PrintStream output = System.out;
        output.println(server.dataDirectory());
        output.flush();
        int end = System.in.read();
        assert end < 0;
    }
}
