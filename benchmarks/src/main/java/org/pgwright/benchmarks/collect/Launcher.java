package org.pgwright.benchmarks.collect;

import org.pgwright.app.Main;

import java.util.List;
import java.util.stream.Stream;

/** How pgwright is started in a process of its own, with the classes of this one. */
public final class Launcher {
    /** What bin/pgwright gives to Java. */
    static final List<String> OPTIONS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xshare:auto",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    private Launcher() {}

    /** The whole command for what a user would write after {@code pgwright}. */
    public static List<String> command(List<String> arguments) {
        return Stream.of(
                        List.of(ProcessHandle.current().info().command().orElse("java")),
                        OPTIONS,
                        List.of("-cp", System.getProperty("java.class.path")),
                        List.of(Main.class.getName()),
                        arguments)
                .flatMap(List::stream)
                .toList();
    }
}
