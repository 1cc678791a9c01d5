package org.pgwright.benchmarks.process;

import org.pgwright.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The processes of a server on this machine, which is on Linux.
 *
 * @param postmaster their parent
 */
public record ServerProcesses(long postmaster) {
    /** Those of a server of ours. */
    public static ServerProcesses of(EmbeddedPostgres server) throws IOException {
        Path file = server.dataDirectory().resolve("postmaster.pid");
        return new ServerProcesses(Long.parseLong(Files.readAllLines(file).getFirst().strip()));
    }

    /**
     * What backends of a role use.
     *
     * @param backends those that there are
     * @param time of these, and of all children of the server that have ended, whatever they did:
     *     in a server whose other processes stay, a difference of two is the role's alone
     */
    public record RoleUse(List<Long> backends, Duration time) {
        public RoleUse {
            backends = List.copyOf(backends);
        }
    }

    /** What backends of a role use; known by the title that the server gives them. */
    public RoleUse use(String role) throws IOException {
        List<Long> backends = new ArrayList<>();
        Duration living = Duration.ZERO;
        for (ProcessStat child : children()) {
            if (isBackend(child.pid(), role)) {
                backends.add(child.pid());
                living = living.plus(child.own());
            }
        }
        return new RoleUse(backends, living.plus(parent().children()));
    }

    /** The backends of a role that there are. */
    public List<Long> backends(String role) throws IOException {
        List<Long> backends = new ArrayList<>();
        for (long child : childPids()) {
            if (isBackend(child, role)) {
                backends.add(child);
            }
        }
        return backends;
    }

    /** The processor time of all processes since the server's start. */
    public Duration time() throws IOException {
        Duration time = parent().all();
        for (ProcessStat child : children()) {
            time = time.plus(child.own());
        }
        return time;
    }

    private List<ProcessStat> children() throws IOException {
        List<ProcessStat> children = new ArrayList<>();
        for (long pid : childPids()) {
            ProcessStat.of(pid).ifPresent(children::add);
        }
        return children;
    }

    private List<Long> childPids() throws IOException {
        String pids =
                ProcessFile.read(postmaster, "task/%d/children".formatted(postmaster))
                        .orElseThrow(this::gone);
        return pids.isBlank()
                ? List.of()
                : List.of(pids.strip().split(" ")).stream().map(Long::valueOf).toList();
    }

    private ProcessStat parent() throws IOException {
        return ProcessStat.of(postmaster).orElseThrow(this::gone);
    }

    private IllegalStateException gone() {
        return new IllegalStateException("the server of process " + postmaster + " has ended");
    }

    private static boolean isBackend(long pid, String role) throws IOException {
        Optional<String> title = ProcessFile.read(pid, "cmdline");
        return title.isPresent() && isBackend(title.get(), role);
    }

    /** A title is {@code postgres: ROLE DATABASE CLIENT STATE}. */
    static boolean isBackend(String title, String role) {
        return title.startsWith("postgres: " + role + " ");
    }
}
