package org.pgwright.log.follow;

import org.pgwright.log.entry.LogForm;

import java.util.Optional;

/** The forms that may stand side by side in a folder, the most exact first. */
public enum LogKind {
    JSON,
    CSV,
    PLAIN;

    /** The kind of a file, by its name where that tells it, or else by its beginning. */
    static Optional<LogKind> of(String name, byte[] beginning) {
        String plain = FileNames.unpacked(FileNames.unnumbered(name));
        if (plain.endsWith(".json")) {
            return Optional.of(JSON);
        }
        if (plain.endsWith(".csv")) {
            return Optional.of(CSV);
        }
        if (beginning.length == 0) {
            return Optional.empty();
        }
        return Optional.of(
                LogForm.detected(beginning, beginning.length).map(LogKind::of).orElse(PLAIN));
    }

    private static LogKind of(LogForm form) {
        return switch (form) {
            case LogForm.Json json -> JSON;
            case LogForm.Csv csv -> CSV;
            case LogForm.Plain plain -> PLAIN;
        };
    }
}
