package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;

/** A correct value of a type, for parameters of which nothing else is known. */
final class Defaults {
    private Defaults() {}

    /** Null for types that have no obvious value. */
    static @Nullable String of(DataType type, ServerCatalog catalog) {
        if (type.isArray()) {
            String element = of(catalog.type(type.element()), catalog);
            return element == null ? null : "{\"" + element.replace("\"", "\\\"") + "\"}";
        }
        if (type.kind() == 'd') {
            return of(catalog.type(type.base()), catalog);
        }
        if (type.kind() == 'e') {
            return type.labels().isEmpty() ? null : type.labels().getFirst();
        }
        if (type.name().startsWith("reg")) {
            return type.name().equals("regconfig") ? "simple" : null;
        }
        return switch (type.category()) {
            case 'N' -> "1";
            case 'S' -> "a";
            case 'B' -> "true";
            case 'D' -> type.name().startsWith("time ") ? "12:00" : "2024-01-01";
            case 'T' -> "7 days";
            case 'I' -> "192.168.0.1";
            case 'U' -> ofUserCategory(type.name());
            case 'G' -> ofGeometry(type.name());
            case 'V' -> "1";
            default -> null;
        };
    }

    private static @Nullable String ofUserCategory(String name) {
        return switch (name) {
            case "uuid" -> "00000000-0000-4000-8000-000000000000";
            case "json", "jsonb" -> "{}";
            case "bytea" -> "\\x00";
            case "tsquery", "tsvector" -> "a";
            case "jsonpath" -> "exists($.a)";
            case "macaddr", "macaddr8" -> "08:00:2b:01:02:03";
            case "xml" -> "<a/>";
            default -> null;
        };
    }

    private static @Nullable String ofGeometry(String name) {
        return switch (name) {
            case "point" -> "(0,0)";
            case "box" -> "(1,1),(0,0)";
            case "circle" -> "<(0,0),1>";
            case "lseg", "path" -> "[(0,0),(1,1)]";
            case "polygon" -> "((0,0),(0,1),(1,1))";
            case "line" -> "{1,1,1}";
            default -> null;
        };
    }
}
