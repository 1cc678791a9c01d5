package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgwright.app.CommandLineFixture.Ending;

import java.nio.file.Path;

/** Options of a rehearsal that do not fit together, found out before any server is asked. */
final class RehearseOptionsTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--settle x                          | more than one",
                "-d x --instance y                   | named both by a connection and",
                "--runs 0                            | runs nothing",
                "--max-statements 0                  | runs nothing",
                "--statement-timeout 0s              | less than 1 ms",
                "--lock-timeout 0s                   | gives no lock",
                "--runs x                            | --runs",
                "--on= --sql y                       | does not say which server",
                "--on=shop --sql y                   | does not say which server",
                "--sql y --file z                    | more than one"
            })
    void saysWhatMakesNoSense(String options, String sentence) {
        String copy = options.contains("--on") ? "" : " --on postgres://127.0.0.1:1/x";
        String[] all = ("rehearse --yes " + options + copy).split(" ");

        Ending end = new CommandLineFixture(folder).run(all);

        assertThat(end.code()).isEqualTo(2);
        assertThat(end.err()).contains(sentence);
    }
}
