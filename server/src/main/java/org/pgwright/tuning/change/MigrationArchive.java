package org.pgwright.tuning.change;

import org.jspecify.annotations.Nullable;
import org.pgwright.report.migration.MigrationFile;
import org.pgwright.report.migration.MigrationFormat;
import org.pgwright.report.migration.MigrationPlan;
import org.pgwright.report.migration.Migrations;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What is proposed or approved for a database, as migrations in one ZIP file: the same that {@code
 * pgwright export} writes into a folder. The same strategies give the same bytes.
 */
public final class MigrationArchive {
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_]{1,200}");
    private static final Pattern OTHERS = Pattern.compile("[^A-Za-z0-9_-]+");
    private static final String USUAL_LABEL = "app";

    private final String name;
    private final byte[] content;

    private MigrationArchive(String name, byte[] content) {
        this.name = name;
        this.content = content;
    }

    /** The name of the file. */
    public String name() {
        return name;
    }

    /** Its bytes. */
    public byte[] content() {
        return content.clone();
    }

    /**
     * Makes one.
     *
     * @param database one of the instance's; null if it is the only one with strategies
     * @param isPhased one migration for each phase, instead of one for all
     * @throws org.pgwright.error.PgwrightException USAGE if there is nothing to export, or of
     *     several databases
     */
    public static MigrationArchive of(
            Changes changes,
            String instance,
            @Nullable String database,
            MigrationFormat format,
            boolean isPhased) {
        ExportedIndexes exported = ExportedIndexes.chosen(changes, instance, database, List.of());
        String label = LABEL.matcher(exported.database()).matches() ? exported.database() : "";
        MigrationPlan plan =
                new MigrationPlan(
                        format,
                        isPhased,
                        exported.database(),
                        exported.at(),
                        null,
                        null,
                        label.isEmpty() ? USUAL_LABEL : label);
        String name =
                OTHERS.matcher(exported.database()).replaceAll("_")
                        + "-"
                        + format.name().toLowerCase(Locale.ROOT)
                        + ".zip";
        return new MigrationArchive(name, zipped(Migrations.files(exported.indexes(), plan), plan));
    }

    private static byte[] zipped(List<MigrationFile> files, MigrationPlan plan) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (MigrationFile file : files) {
                ZipEntry entry = new ZipEntry(file.name());
                // In local time, so that it is the same in every time zone.
                entry.setTimeLocal(LocalDateTime.ofInstant(plan.at(), ZoneOffset.UTC));
                zip.putNextEntry(entry);
                zip.write(file.content().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }
}
