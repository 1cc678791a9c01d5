package org.pgwright.report.migration;

import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Json;
import org.pgwright.report.Words;

import java.nio.file.Path;
import java.util.List;

/** The files of an export, for whoever asked for it. */
public record WrittenFiles(List<Written> files) {
    public WrittenFiles {
        files = List.copyOf(files);
    }

    /**
     * A file.
     *
     * @param isNew whether it was written; false for one that was there and is the same
     */
    public record Written(Path path, MigrationFile file, boolean isNew) {}

    /** The list in a form: as text, a path a line. */
    public String render(FiguresFormat format) {
        return switch (format) {
            case TEXT -> {
                StringBuilder text = new StringBuilder();
                files.forEach(
                        one -> text.append(Words.oneLine(one.path().toString())).append('\n'));
                yield text.toString();
            }
            case JSON -> Json.of(new Document(files.stream().map(WrittenFiles::part).toList()));
        };
    }

    private static Part part(Written one) {
        return new Part(
                one.path().toString(),
                one.file().phase(),
                one.file().purpose().label(),
                one.isNew());
    }

    private record Document(List<Part> files) {}

    /**
     * @param written false for a file that was there and is the same
     */
    private record Part(String path, int phase, String purpose, boolean written) {}
}
