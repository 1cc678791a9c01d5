package org.pgwright.report;

import org.pgwright.repository.RegisteredServers.Server;

import java.util.List;

/** The servers that are registered, without their passwords. */
public record InstancesReport(List<Server> servers) implements Report {
    public InstancesReport {
        servers = List.copyOf(servers);
    }

    @Override
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> text(layout);
            case JSON ->
                    Json.of(new Document(servers.stream().map(InstancesReport::part).toList()));
        };
    }

    private String text(Layout layout) {
        if (servers.isEmpty()) {
            return "no server is registered; see pgwright instance add --help\n";
        }
        TextTable table =
                new TextTable()
                        .column("instance", TextTable.Align.LEFT)
                        .column("server", TextTable.Align.LEFT)
                        .column("is", TextTable.Align.LEFT)
                        .column("version", TextTable.Align.LEFT)
                        .column("user", TextTable.Align.LEFT)
                        .column("password", TextTable.Align.LEFT)
                        .column("last seen", TextTable.Align.LEFT);
        servers.forEach(server -> table.row(cells(server)));
        return String.join("\n", table.lines("", layout.columns())) + "\n";
    }

    private static String[] cells(Server server) {
        return new String[] {
            Words.oneLine(server.node().instanceName()),
            Words.oneLine(server.node().address()),
            server.isStandby() ? "replica" : "primary",
            Words.oneLine(server.version()),
            Words.oneLine(server.role()),
            server.hasPassword() ? "stored" : "not stored",
            server.lastSeen().toString()
        };
    }

    private static Part part(Server server) {
        return new Part(
                server.node().instanceName(),
                server.node().address(),
                server.isStandby(),
                server.version(),
                server.role(),
                server.hasPassword(),
                server.lastSeen().toString());
    }

    private record Document(List<Part> servers) {}

    private record Part(
            String instance,
            String address,
            boolean standby,
            String version,
            String user,
            boolean passwordStored,
            String lastSeen) {}
}
