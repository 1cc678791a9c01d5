package org.pgwright.advisor.ddl;

import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Gives new indexes names, {@code idx_<table>_<columns>}, and extended statistics, {@code
 * <table>_<columns>_stat} as PostgreSQL itself does: at most 63 bytes, free in the table's schema
 * and each given once.
 *
 * <p>The same index of the same catalog always gets the same name.
 */
public final class IndexNames {
    private static final int HASH_DIGITS = 8;
    private static final Pattern CAST = Pattern.compile("::[\\w. ]+");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final Set<QualifiedName> taken = new HashSet<>();

    public IndexNames(Catalog catalog) {
        catalog.tables().stream().map(Table::name).forEach(taken::add);
        catalog.indexes().forEach(index -> taken.add(index.name()));
        catalog.views().forEach(view -> taken.add(view.name()));
        catalog.extendedStatistics().forEach(object -> taken.add(object.name()));
        // Composite types are relations too, and an index may not be called like a constraint's.
        catalog.types().forEach(type -> taken.add(type.name()));
        catalog.constraints()
                .forEach(c -> taken.add(new QualifiedName(c.table().schema(), c.name())));
    }

    /** A name that no earlier call gave. */
    public String name(IndexDefinition index) {
        String wished =
                "idx_"
                        + index.table().name()
                        + "_"
                        + index.keys().stream()
                                .map(IndexNames::word)
                                .collect(Collectors.joining("_"))
                        + (index.method().equals("btree") ? "" : "_" + index.method())
                        + (index.conditions().isEmpty() ? "" : "_partial");
        return free(wished, index.table(), index.sqlAfterName());
    }

    /** A name for extended statistics on columns, that no earlier call gave. */
    public String statistics(QualifiedName table, List<String> columns) {
        String wished = table.name() + "_" + String.join("_", columns) + "_stat";
        return free(wished, table, wished);
    }

    /**
     * @param identity what a name that is too long is told apart by
     */
    private String free(String wished, QualifiedName table, String identity) {
        String name = fitted(wished, identity);
        for (int attempt = 2; !taken.add(new QualifiedName(table.schema(), name)); attempt++) {
            name = withSuffix(wished, "_" + attempt);
        }
        return name;
    }

    /** A column's name, or the words of an expression. */
    private static String word(IndexDefinition.Key key) {
        return key.expression()
                ? NO_WORD.matcher(CAST.matcher(key.column()).replaceAll(""))
                        .replaceAll("_")
                        .replaceAll("^_+|_+$", "")
                : key.column();
    }

    private static String fitted(String wished, String identity) {
        return bytes(wished) <= Identifier.MAX_BYTES
                ? wished
                : withSuffix(wished, "_" + hash(identity));
    }

    private static String withSuffix(String wished, String suffix) {
        return cut(wished, Identifier.MAX_BYTES - bytes(suffix)) + suffix;
    }

    /** The longest beginning of whole characters within so many bytes. */
    private static String cut(String text, int maxBytes) {
        int end = 0;
        int used = 0;
        while (end < text.length()) {
            int next = text.offsetByCodePoints(end, 1);
            used += bytes(text.substring(end, next));
            if (used > maxBytes) {
                break;
            }
            end = next;
        }
        return text.substring(0, end);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
