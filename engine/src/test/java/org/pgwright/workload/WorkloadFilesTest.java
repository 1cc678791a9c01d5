package org.pgwright.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

class WorkloadFilesTest {
    @TempDir Path folder;

    @Test
    void readsTheFilesOfAFolderInTheOrderOfTheirNames() throws IOException {
        file("b.sql", "-- weight 2.5\nSELECT b FROM t WHERE id = 1");
        file("a.sql", "SELECT a FROM t;\nUPDATE t SET a = 1;");
        file("notes.txt", "DELETE FROM t");
        Files.createDirectory(folder.resolve("c.sql"));
        Workload workload = WorkloadFiles.read(folder);
        assertThat(workload.statements())
                .extracting(Statement::text, Statement::calls, Statement::source)
                .containsExactly(
                        tuple("SELECT a FROM t", 1.0, "a.sql:1"),
                        tuple("UPDATE t SET a = 1", 1.0, "a.sql:2"),
                        tuple("SELECT b FROM t WHERE id = 1", 2.5, "b.sql:2"));
        assertThat(workload.skipped()).isEmpty();
    }

    @Test
    void knowsNothingOfTimesRowsAndRoles() throws IOException {
        Statement statement = WorkloadFiles.read(file("a.sql", "SELECT 1")).statements().getFirst();
        assertThat(statement)
                .isEqualTo(
                        new Statement(
                                "SELECT 1",
                                NormalizedText.hash("SELECT 1"),
                                null,
                                1,
                                Duration.ZERO,
                                -1,
                                null,
                                "a.sql:1"));
    }

    @Test
    void theFirstLinesWeightIsTheFilesAndLaterOnesAreOfOneStatement() throws IOException {
        Path file =
                file(
                        "a.sql",
                        """
                        -- weight 10
                        SELECT a FROM t;
                        -- weight 0.5
                        -- finds b
                        SELECT b FROM t; -- Weight: 7
                        SELECT c FROM t;
                        SELECT d FROM t;
                        """);
        assertThat(WorkloadFiles.read(file).statements())
                .extracting(Statement::calls)
                .containsExactly(10.0, 0.5, 7.0, 10.0);
    }

    @Test
    void proseAboutWeightsIsNoWeight() throws IOException {
        Path file = file("a.sql", "-- weight of parcels, weighted\nSELECT weight FROM parcel");
        assertThat(WorkloadFiles.read(file).statements().getFirst().calls()).isEqualTo(1);
    }

    @Test
    void addsTheWeightsOfTheSameStatement() throws IOException {
        file("a.sql", "-- weight 2\nSELECT a FROM t WHERE id IN (1, 2)");
        file("b.sql", "-- weight 3\nselect a from T where id in (3);");
        assertThat(WorkloadFiles.read(folder).statements())
                .extracting(Statement::text, Statement::calls)
                .containsExactly(tuple("SELECT a FROM t WHERE id IN (1, 2)", 5.0));
    }

    @Test
    void whatCannotBeAdvisedOnIsSkippedWithItsReason() throws IOException {
        Path file =
                file(
                        "a.sql",
                        "\\set x 1\nBEGIN;\nSELECT a FROM t;\nVACUUM t;\nSELECT b\0;\nSELECT 'open");
        Workload workload = WorkloadFiles.read(file);
        assertThat(workload.statements()).hasSize(1);
        assertThat(workload.skipped())
                .extracting(Workload.Skipped::query, Workload.Skipped::reason)
                .containsExactly(
                        tuple("\\set x 1", "a.sql:1: a command of psql's own, not a statement"),
                        tuple("BEGIN", "a.sql:2: BEGIN controls a transaction, it has no plan"),
                        tuple(
                                "VACUUM t",
                                "a.sql:4: VACUUM is maintenance, no index makes it faster"),
                        tuple(
                                "SELECT b\0",
                                "a.sql:5: holds a zero byte, which PostgreSQL refuses in statements"),
                        tuple(
                                "SELECT 'open",
                                "a.sql:6: the file ends before its string, name or comment does"));
    }

    @Test
    void takesTheQueryOutOfAStatementThatCarriesOne() throws IOException {
        Path file = file("a.sql", "DECLARE c CURSOR FOR SELECT 1;\nPREPARE p AS SELECT a FROM t");
        assertThat(WorkloadFiles.read(file).statements())
                .extracting(Statement::text)
                .containsExactly("SELECT 1", "SELECT a FROM t");
    }

    @Test
    void anEndlessStatementIsSkipped() throws IOException {
        String values = "1, ".repeat(400_000) + "1)";
        Path file = file("a.sql", "SELECT 1;\nSELECT a FROM t WHERE b IN (" + values);
        Workload workload = WorkloadFiles.read(file);
        assertThat(workload.statements()).hasSize(1);
        assertThat(workload.skipped().getFirst().reason())
                .isEqualTo("a.sql:2: longer than a million characters");
        assertThat(workload.skipped().getFirst().query()).hasSize(203).endsWith("...");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-3",
                "many",
                "1e400",
                "5 per second",
                "0.0",
                "1,5",
                "NaN",
                "",
                "1,000",
                "99999999999999999999999"
            })
    void aBadWeightNamesFileAndLine(String weight) throws IOException {
        refused(file("a.sql", "-- weight " + weight + "\nSELECT 1"), ErrorCode.USAGE)
                .withMessageContaining(
                        "\"" + weight + "\" in a.sql line 1 is not a number above 0");
        refused(file("a.sql", "SELECT 1;\n-- weight " + weight + "\nSELECT 2"), ErrorCode.USAGE)
                .withMessageContaining(
                        "\"" + weight + "\" in a.sql line 2 is not a number above 0");
    }

    @Test
    void aMissingFileIsUsage() {
        refused(folder.resolve("none.sql"), ErrorCode.USAGE)
                .withMessageEndingWith("does not exist; name an SQL file or a folder of them");
    }

    @Test
    void nothingToAdviseOnIsNoWorkload() throws IOException {
        refused(folder, ErrorCode.NO_WORKLOAD).withMessageContaining("holds no file *.sql");
        refused(file("a.sql", ""), ErrorCode.NO_WORKLOAD)
                .withMessageContaining("no statement to advise on");
        refused(file("a.sql", "COMMIT; ROLLBACK"), ErrorCode.NO_WORKLOAD)
                .withMessageContaining("2 skipped, the first: a.sql:1: COMMIT controls");
    }

    @Test
    void aFileThatIsNotUtf8IsUsage() throws IOException {
        Path file = folder.resolve("a.sql");
        Files.write(file, "SELECT 'ä'".getBytes(StandardCharsets.ISO_8859_1));
        refused(file, ErrorCode.USAGE).withMessageContaining("is not UTF-8");
    }

    @Test
    void aFileInUtf16SaysHowToConvertIt() throws IOException {
        Path file = folder.resolve("a.sql");
        Files.write(file, "\ufeffSELECT 1".getBytes(StandardCharsets.UTF_16LE));
        refused(file, ErrorCode.USAGE).withMessageContaining("iconv -f UTF-16 -t UTF-8");
        Files.write(file, "\ufeffSELECT 1".getBytes(StandardCharsets.UTF_16BE));
        refused(file, ErrorCode.USAGE).withMessageContaining("iconv -f UTF-16 -t UTF-8");
        Files.write(file, "SELECT 1".getBytes(StandardCharsets.UTF_16LE));
        refused(file, ErrorCode.USAGE).withMessageContaining("iconv -f UTF-16LE -t UTF-8");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstStatement() throws IOException {
        Path file = file("a.sql", "\ufeff-- weight 4\nSELECT 1");
        assertThat(WorkloadFiles.read(file).statements())
                .extracting(Statement::text, Statement::calls)
                .containsExactly(tuple("SELECT 1", 4.0));
    }

    @Test
    void aHugeFileIsRefused() throws IOException {
        Path file = folder.resolve("a.sql");
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(65L << 20);
        }
        refused(file, ErrorCode.USAGE).withMessageContaining("larger than 64 MB");
    }

    @Test
    void whatIsNoRegularFileIsRefused() {
        refused(Path.of("/dev/zero"), ErrorCode.USAGE).withMessageContaining("not a regular file");
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static ThrowableAssertAlternative<PgwrightException> refused(
            Path path, ErrorCode code) {
        return assertThatExceptionOfType(PgwrightException.class)
                .isThrownBy(() -> WorkloadFiles.read(path))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }
}
