package org.pgwright.cli;

import org.pgwright.doctor.Checkup;
import org.pgwright.doctor.Doctor;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.TargetReader;
import org.pgwright.report.CheckupText;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pgwright doctor}. */
@Command(
        name = "doctor",
        description = {
            "Says what the server and the role lack for good advice.",
            "Gives the statements that mend it, and only reads."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pgwright doctor -h db.example.org -U pgwright -d shop",
            "",
            "The password comes from PGPASSWORD, ~/.pgpass, or a prompt with -W."
        })
public final class DoctorCommand implements Runnable {
    @Mixin private final ConnectionArguments connection = new ConnectionArguments();

    private final Terminal terminal;
    private final ConnectionEnvironment environment;

    public DoctorCommand(Terminal terminal, ConnectionEnvironment environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public void run() {
        ConnectionSettings settings = connection.settings(environment, terminal);
        Checkup checkup;
        try (TargetReader reader = TargetReader.open(settings)) {
            reader.warnings().forEach(terminal::warn);
            checkup = Doctor.examine(reader);
        }
        terminal.write(CheckupText.render(checkup, terminal.layout()));
    }
}
