package org.pgwright.cli;

import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.tuning.watch.Stop;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.function.Consumer;

/** {@code pgwright serve}. */
@Command(
        name = "serve",
        description = {
            "Watches all registered servers, and shows how they are in a browser.",
            "Does what pgwright collect does, and serves pages until it is ended. The first start",
            "prints a link by which the first administrator chooses a name and a password."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright serve",
            "  pgwright serve --listen 127.0.0.1:9090 --data /var/lib/pgwright",
            "  pgwright serve --repository postgres://pgwright@localhost/pgwright",
            "  pgwright serve --listen 0.0.0.0:8443 --tls-certificate server.pem --tls-key server.key",
            "  pgwright serve --oidc-issuer https://login.example.com/realms/shop \\",
            "      --oidc-client-id pgwright --oidc-client-secret env:OIDC_SECRET \\",
            "      --oidc-role dba=admin --oidc-role developers",
            "",
            "Servers are registered with pgwright instance add. Ctrl-C ends it."
        })
public final class ServeCommand implements Runnable {
    @Mixin private final ServeArguments arguments = new ServeArguments();

    @Mixin private final RepositoryArguments repository = new RepositoryArguments();

    private final Terminal terminal;
    private final ConnectionEnvironment environment;
    private final Serving serving;

    /** Serves until the stop. */
    public interface Serving {
        /**
         * Serves.
         *
         * @param messages told what people should know, a sentence each
         */
        void serve(
                RepositoryLocation location,
                ServeOptions options,
                Stop stop,
                Consumer<String> messages);
    }

    public ServeCommand(Terminal terminal, ConnectionEnvironment environment, Serving serving) {
        this.terminal = terminal;
        this.environment = environment;
        this.serving = serving;
    }

    @Override
    public void run() {
        ServeOptions options = arguments.options();
        RepositoryLocation location = repository.location(environment, terminal);
        serving.serve(location, options, EndingSignals.stop(), terminal::note);
    }
}
