import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks (or, with "apply", rewrites) the format of every Java file below the given folders.
 *
 * <p>Runs in the project's JDK, because a formatter can only parse the language of the JDK that it
 * runs on, and Maven itself may run on an older one.
 */
public final class Format {
    private static final JavaFormatterOptions.Style STYLE = JavaFormatterOptions.Style.AOSP;
    private static final Formatter FORMATTER =
            new Formatter(JavaFormatterOptions.builder().style(STYLE).build());

    public static void main(String[] arguments) throws IOException, FormatterException {
        boolean apply = arguments[0].equals("apply");
        List<Path> unformatted = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            for (Path file : javaFiles(Path.of(arguments[i]))) {
                String source = Files.readString(file);
                String formatted = format(source);
                if (!formatted.equals(source)) {
                    unformatted.add(file);
                    if (apply) {
                        Files.writeString(file, formatted);
                    }
                }
            }
        }
        unformatted.forEach(file -> System.out.println((apply ? "formatted " : "not formatted: ") + file));
        if (!apply && !unformatted.isEmpty()) {
            System.out.println("Mend with: mvn -N validate -Dformat=apply");
            System.exit(1);
        }
    }

    private static List<Path> javaFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }

    private static String format(String source) throws FormatterException {
        String imports = RemoveUnusedImports.removeUnusedImports(source);
        return FORMATTER.formatSource(ImportOrderer.reorderImports(imports, STYLE));
    }
}
