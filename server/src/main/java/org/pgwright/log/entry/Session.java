package org.pgwright.log.entry;

/**
 * Who wrote an entry. What the log does not say is empty.
 *
 * @param id the server's own, unique over restarts ({@code %c})
 * @param pid 0 if the log does not say
 * @param client address, without the port
 */
public record Session(
        String id,
        int pid,
        String user,
        String database,
        String application,
        String client,
        String backend) {
    public Session {
        id = Text.name(id);
        user = Text.name(user);
        database = Text.name(database);
        application = Text.name(application);
        client = Text.name(client);
        backend = Text.name(backend);
    }

    /** Nothing is known. */
    public static final Session UNKNOWN = new Session("", 0, "", "", "", "", "");

    /** What entries of one process share; empty if the log tells neither session nor process. */
    public String key() {
        return id.isEmpty() ? (pid == 0 ? "" : Integer.toString(pid)) : id;
    }
}
