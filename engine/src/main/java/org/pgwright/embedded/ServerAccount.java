package org.pgwright.embedded;

import com.sun.security.auth.module.UnixSystem;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The operating-system user that servers run as: the user of this process or, since PostgreSQL
 * refuses to run as root, {@code nobody}.
 *
 * @param user whom files are given to; null for the user of this process
 * @param prefix what comes before a command to run it as that user
 */
record ServerAccount(@Nullable User user, List<String> prefix) {
    /** The kernel's own idea of nobody, for machines without that user. */
    private static final User NOBODY = new User(65534, 65534);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    ServerAccount {
        prefix = List.copyOf(prefix);
    }

    /** A user by its numbers. */
    record User(int id, int group) {}

    /** As {@link #find(boolean)}, with the machine's network. */
    static ServerAccount find() throws IOException {
        return find(false);
    }

    /**
     * Finds out what this process can do.
     *
     * @param withoutNetwork whether to leave the server no network at all, where the operating
     *     system allows that; its Unix socket can be reached all the same
     * @throws PgwrightException if it is root and can run nothing as another user
     */
    static ServerAccount find(boolean withoutNetwork) throws IOException {
        boolean root = new UnixSystem().getUid() == 0;
        for (ServerAccount account : root ? forRoot(nobody()) : forOthers()) {
            if (account.works()) {
                return withoutNetwork ? account.withoutNetwork(root) : account;
            }
        }
        throw new PgwrightException(
                ErrorCode.TWIN_FAILED,
                "PostgreSQL does not run as root, and no other user can be taken on here",
                "install setpriv (package util-linux), or run pgwright as another user");
    }

    /** The command as run by that user. */
    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    /** Gives a file or folder to that user. */
    void give(Path path) throws IOException {
        if (user != null) {
            Files.setAttribute(path, "unix:gid", user.group());
            Files.setAttribute(path, "unix:uid", user.id());
        }
    }

    /**
     * Makes sure that the user can enter a folder.
     *
     * @throws PgwrightException if a folder on the way to it is closed to others
     */
    void checkReaches(Path folder) throws IOException {
        if (user == null) {
            return;
        }
        for (Path step = folder.toRealPath(); step != null; step = step.getParent()) {
            if (!Files.getPosixFilePermissions(step).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                throw new PgwrightException(
                        ErrorCode.USAGE,
                        folder
                                + " cannot be reached by the user nobody, whom PostgreSQL runs as"
                                + " because pgwright runs as root: "
                                + step
                                + " is closed to it",
                        "choose a folder that all users can enter, such as one below "
                                + CacheFolder.OF_ROOT);
            }
        }
    }

    /** In a network namespace with nothing in it (network_namespaces(7)). */
    private ServerAccount withoutNetwork(boolean root) throws IOException {
        Optional<Path> unshare = Command.ofSystem("unshare");
        if (unshare.isEmpty()) {
            return this;
        }
        List<String> longer = new ArrayList<>(List.of(unshare.get().toString(), "--net"));
        if (!root) {
            longer.addAll(List.of("--user", "--map-current-user"));
        }
        longer.add("--");
        longer.addAll(prefix);
        ServerAccount confined = new ServerAccount(user, longer);
        return confined.works() ? confined : this;
    }

    private boolean works() throws IOException {
        return prefix.isEmpty()
                || Command.run(command(List.of("/bin/sh", "-c", ":")), PATIENCE).succeeded();
    }

    /** From the tightest to the least tight. */
    private static List<ServerAccount> forRoot(User nobody) {
        List<ServerAccount> accounts = new ArrayList<>();
        Optional<Path> setpriv = Command.ofSystem("setpriv");
        if (setpriv.isPresent()) {
            List<String> command =
                    List.of(
                            setpriv.get().toString(),
                            "--reuid=" + nobody.id(),
                            "--regid=" + nobody.group(),
                            "--clear-groups",
                            "--inh-caps=-all",
                            "--no-new-privs");
            accounts.add(new ServerAccount(nobody, and(command, "--pdeathsig=QUIT")));
            accounts.add(new ServerAccount(nobody, command));
        }
        // A root that may not change users, as in a container without capabilities: a user
        // namespace in which it appears as another user, and which has no power over others.
        Command.ofSystem("unshare")
                .map(program -> List.of(program.toString(), "--user", "--"))
                .ifPresent(command -> accounts.add(new ServerAccount(null, command)));
        return accounts;
    }

    /** The server dies with us, and gains no rights through set-user-ID programs, if possible. */
    private static List<ServerAccount> forOthers() {
        List<ServerAccount> accounts = new ArrayList<>();
        Command.ofSystem("setpriv")
                .map(program -> List.of(program.toString(), "--no-new-privs", "--pdeathsig=QUIT"))
                .ifPresent(command -> accounts.add(new ServerAccount(null, command)));
        accounts.add(new ServerAccount(null, List.of()));
        return accounts;
    }

    private static List<String> and(List<String> command, String option) {
        List<String> longer = new ArrayList<>(command);
        longer.add(option);
        return longer;
    }

    /** As /etc/passwd has it (passwd(5)). */
    private static User nobody() throws IOException {
        Path users = Path.of("/etc/passwd");
        if (!Files.isReadable(users)) {
            return NOBODY;
        }
        for (String line : Files.readAllLines(users)) {
            if (line.matches("nobody:[^:]*:[0-9]{1,9}:[0-9]{1,9}:.*")) {
                String[] fields = line.split(":");
                return new User(Integer.parseInt(fields[2]), Integer.parseInt(fields[3]));
            }
        }
        return NOBODY;
    }
}
