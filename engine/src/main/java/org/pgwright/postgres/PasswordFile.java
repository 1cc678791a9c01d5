package org.pgwright.postgres;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * libpq's password file, {@code ~/.pgpass} (PostgreSQL manual, section 34.16). One that others may
 * read is not used, as libpq does.
 */
final class PasswordFile {
    private static final Set<PosixFilePermission> FOREIGN =
            EnumSet.complementOf(
                    EnumSet.of(
                            PosixFilePermission.OWNER_READ,
                            PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.OWNER_EXECUTE));

    private final List<String> lines;
    private final @Nullable String warning;

    private PasswordFile(List<String> lines, @Nullable String warning) {
        this.lines = lines;
        this.warning = warning;
    }

    static PasswordFile read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                return new PasswordFile(List.of(), null);
            }
            if (othersMayUse(file)) {
                return new PasswordFile(
                        List.of(),
                        "the password file %s is open to others and was not used; run chmod 0600 %s"
                                .formatted(file, file));
            }
            return new PasswordFile(Files.readAllLines(file, StandardCharsets.UTF_8), null);
        } catch (IOException e) {
            return new PasswordFile(
                    List.of(),
                    "the password file %s cannot be read and was not used".formatted(file));
        }
    }

    /** Why the file was not used; null where it was, or does not exist. */
    @Nullable String warning() {
        return warning;
    }

    /** The password of the first line that fits; null where none does. */
    @Nullable Secret password(String host, int port, String database, String user) {
        List<String> wanted = List.of(host, Integer.toString(port), database, user);
        for (String line : lines) {
            List<Field> fields = fields(line);
            if (!line.startsWith("#") && fields.size() >= 5 && fits(fields, wanted)) {
                String password = fields.get(4).value;
                return password.isEmpty() ? null : new Secret(password);
            }
        }
        return null;
    }

    private static boolean fits(List<Field> fields, List<String> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            Field field = fields.get(i);
            if (!field.wildcard && !field.value.equals(wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Splits at colons; a backslash takes the next character as it is. */
    private static List<Field> fields(String line) {
        List<Field> fields = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean escaped = false;
        boolean anyEscape = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (!escaped && c == '\\') {
                escaped = true;
                anyEscape = true;
            } else if (!escaped && c == ':') {
                fields.add(new Field(value.toString(), !anyEscape && value.toString().equals("*")));
                value.setLength(0);
                anyEscape = false;
            } else {
                value.append(c);
                escaped = false;
            }
        }
        fields.add(new Field(value.toString(), false));
        return fields;
    }

    private static boolean othersMayUse(Path file) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return false;
        }
        return view.readAttributes().permissions().stream().anyMatch(FOREIGN::contains);
    }

    private record Field(String value, boolean wildcard) {}
}
