package org.pgwright.web.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.pgwright.postgres.Secret;
import org.pgwright.report.InstancesReport;
import org.pgwright.repository.RegisteredNode;
import org.pgwright.tuning.watch.ServerForm;
import org.pgwright.tuning.watch.ServerRegister;
import org.pgwright.tuning.watch.WatchList;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Which servers are watched. */
@RestController
@RequestMapping("/api/v1/databases")
@Tag(name = "Databases")
public final class DatabasesEndpoints {
    private static final int USUAL_PORT = 5432;

    private final ServerRegister register;
    private final WatchList watched;

    public DatabasesEndpoints(ServerRegister register, WatchList watched) {
        this.register = register;
        this.watched = watched;
    }

    /**
     * A server to be watched.
     *
     * @param name of the instance; {@code host:port} without
     * @param port 5432 without
     * @param password kept encrypted; without one, PGPASSWORD or a password file has it
     * @param sslMode as libpq's, prefer without
     * @param rootCertificate {@code system}, or nothing
     */
    public record NewServer(
            @Nullable String name,
            String host,
            @Nullable Integer port,
            String database,
            String user,
            @Nullable String password,
            @Nullable String sslMode,
            @Nullable String rootCertificate) {
        ServerForm form() {
            return new ServerForm(
                    name,
                    host,
                    port == null ? USUAL_PORT : port,
                    database,
                    user,
                    password == null || password.isEmpty() ? null : new Secret(password),
                    sslMode == null ? "prefer" : sslMode,
                    rootCertificate);
        }
    }

    /** A server that is watched now. */
    public record AddedServer(String id, String instance, String address) {}

    @Operation(operationId = "databases", summary = "The servers that are watched")
    @GetMapping
    InstancesReport all() {
        return new InstancesReport(register.all());
    }

    @Operation(operationId = "addDatabase", summary = "Connects to a server, and watches it")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    AddedServer add(@RequestBody NewServer server) {
        RegisteredNode node = register.add(server.form());
        watched.changed();
        return new AddedServer(node.instanceId().toString(), node.instanceName(), node.address());
    }

    @Operation(
            operationId = "removeDatabase",
            summary = "Watches an instance no more, or one of its servers; what they did stays")
    @DeleteMapping("/{database}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String database, @RequestParam @Nullable String server) {
        register.remove(database, server);
        watched.changed();
    }
}
