package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.alerting.ChannelDesk;
import org.pgwright.alerting.channel.Delivery;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.ChannelsReport;
import org.pgwright.repository.alerts.AlertState;
import org.pgwright.repository.alerts.ChannelKind;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code pgwright channel}, which leads to its commands. */
@Command(
        name = "channel",
        description = "Shows and sets where alerts are sent to.",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright channel add ops --kind slack --secret env:SLACK_URL",
            "  pgwright channel test ops",
            "  pgwright channel list"
        })
public final class ChannelCommand implements CommandGroup {
    private final List<Object> commands;

    @Spec private CommandSpec spec = CommandSpec.create();

    public ChannelCommand(AlertingCommand.Needs needs) {
        this.commands = List.of(new All(needs), new Add(needs), new Remove(needs), new Test(needs));
    }

    @Override
    public List<Object> commands() {
        return commands;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command was given");
    }

    @Command(
            name = "list",
            description = "Lists them; never shows a secret, but where it is.",
            sortOptions = false,
            abbreviateSynopsis = true,
            optionListHeading = "%nOptions:%n",
            footerHeading = "%nExamples:%n",
            footer = {"  pgwright channel list --format json"})
    private static final class All extends AlertingCommand {
        private All(Needs needs) {
            super(needs);
        }

        @Override
        public void run() {
            show(office -> new ChannelsReport(office.channels().all())::render);
        }
    }

    @Command(
            name = "add",
            description = "Adds one. Nothing is sent until there is an alert, or a test.",
            sortOptions = false,
            abbreviateSynopsis = true,
            parameterListHeading = "%nArguments:%n",
            optionListHeading = "%nOptions:%n",
            footerHeading = "%nExamples:%n",
            footer = {
                "  pgwright channel add ops --kind slack --secret env:SLACK_URL",
                "  pgwright channel add hook --kind webhook --set url=https://example.org/hook",
                "  pgwright channel add mail --kind email --set host=mail.example.org --set user=pg \\",
                "    --set from=pg@example.org --set to=ops@example.org --secret file:/etc/mail.secret",
                "  pgwright channel add night --kind pagerduty --severity critical \\",
                "    --secret env:KEY --store-secret",
                "  pgwright channel add am --kind alertmanager --set url=http://am:9093 --allow-private",
                "",
                "docs/alerts.md has the settings and the secret of each kind."
            })
    private static final class Add extends AlertingCommand {
        @Parameters(paramLabel = "NAME", description = "What to call it.")
        private String name = "";

        @Option(
                names = "--kind",
                paramLabel = "KIND",
                order = 1,
                required = true,
                description = "webhook, slack, email, pagerduty or alertmanager.")
        private ChannelKind kind = ChannelKind.WEBHOOK;

        @Option(
                names = "--set",
                paramLabel = "KEY=VALUE",
                order = 2,
                description = "A setting, such as url=https://example.org/hook. May be repeated.")
        private Map<String, String> settings = new LinkedHashMap<>();

        @Option(
                names = "--secret",
                paramLabel = "env:NAME|file:PATH",
                order = 3,
                description = "Where its secret is, looked up whenever something is sent.")
        private @Nullable String secret;

        @Option(
                names = "--store-secret",
                order = 4,
                description =
                        "Read the secret there now, and keep it in the repository, encrypted.")
        private boolean storesSecret;

        @Option(
                names = "--instance",
                paramLabel = "NAME",
                order = 5,
                description = "Alerts of this server only (default: all).")
        private @Nullable String instance;

        @Option(
                names = "--severity",
                paramLabel = "warning|critical",
                order = 6,
                description = "Alerts from this severity on (default: warning).")
        private AlertSeverity severity = AlertSeverity.WARNING;

        @Option(
                names = "--allow-private",
                order = 7,
                description = {
                    "Let it lead to private, loopback and link-local addresses, which are refused",
                    "otherwise."
                })
        private boolean allowsPrivate;

        private Add(Needs needs) {
            super(needs);
        }

        @Override
        public void run() {
            ChannelDesk.Wish wish =
                    new ChannelDesk.Wish(
                            kind,
                            name,
                            settings,
                            secret(),
                            allowsPrivate,
                            new ChannelDesk.Way(instance, severity.state()));
            show(office -> new ChannelsReport(List.of(office.channels().add(wish)))::render);
        }

        private ChannelDesk.SecretWish secret() {
            String where = secret;
            if (where == null) {
                if (storesSecret) {
                    throw new PgwrightException(
                            ErrorCode.USAGE,
                            "there is no secret to store",
                            "say with --secret where to read it");
                }
                return new ChannelDesk.SecretWish.None();
            }
            return storesSecret
                    ? new ChannelDesk.SecretWish.Read(where)
                    : new ChannelDesk.SecretWish.Referred(where);
        }
    }

    /** How bad an alert is that people are told of. */
    enum AlertSeverity {
        WARNING(AlertState.WARNING),
        CRITICAL(AlertState.CRITICAL);

        private final AlertState state;

        AlertSeverity(AlertState state) {
            this.state = state;
        }

        private AlertState state() {
            return state;
        }
    }

    @Command(
            name = "remove",
            description = "Removes one with its secret; what was to be sent there is given up.",
            sortOptions = false,
            abbreviateSynopsis = true,
            parameterListHeading = "%nArguments:%n",
            optionListHeading = "%nOptions:%n",
            footerHeading = "%nExamples:%n",
            footer = {"  pgwright channel remove ops"})
    private static final class Remove extends AlertingCommand {
        @Parameters(paramLabel = "NAME", description = "As pgwright channel list shows it.")
        private String name = "";

        private Remove(Needs needs) {
            super(needs);
        }

        @Override
        public void run() {
            show(
                    office -> {
                        office.channels().remove(name);
                        return new ChannelsReport(office.channels().all())::render;
                    });
        }
    }

    @Command(
            name = "test",
            description = "Sends a test there, and says how it went.",
            sortOptions = false,
            abbreviateSynopsis = true,
            parameterListHeading = "%nArguments:%n",
            optionListHeading = "%nOptions:%n",
            footerHeading = "%nExamples:%n",
            footer = {"  pgwright channel test ops"})
    private static final class Test extends AlertingCommand {
        @Parameters(paramLabel = "NAME", description = "As pgwright channel list shows it.")
        private String name = "";

        private Test(Needs needs) {
            super(needs);
        }

        @Override
        public void run() {
            show(
                    office -> {
                        Delivery delivery = office.channels().test(name);
                        if (delivery instanceof Delivery.Failed failed) {
                            throw failure(failed.reason());
                        }
                        if (delivery instanceof Delivery.Refused refused) {
                            throw failure(refused.reason());
                        }
                        return new ChannelsReport(List.of(office.channels().named(name)))::render;
                    });
        }

        private PgwrightException failure(String reason) {
            return new PgwrightException(
                    ErrorCode.CONNECTION_FAILED,
                    "the test of channel '%s' did not get through: %s".formatted(name, reason),
                    "see pgwright channel list for its settings");
        }
    }
}
