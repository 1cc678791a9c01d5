package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A value in a node tree (PostgreSQL's {@code src/backend/nodes/outfuncs.c} writes them). */
sealed interface TreeValue {
    /** A null pointer or empty string, written {@code <>}. */
    record Absent() implements TreeValue {
        static final Absent ABSENT = new Absent();
    }

    /** A number, truth value, enumeration value, name or character. */
    record Token(String text) implements TreeValue {}

    /** A string node, written in quotes. */
    record Text(String text) implements TreeValue {}

    /** A value of a data type, in the bytes that the server keeps. */
    record Datum(List<Byte> bytes) implements TreeValue {
        public Datum {
            bytes = List.copyOf(bytes);
        }
    }

    /** A list of numbers: {@code (i 1 2)}, {@code (o 23)}, {@code (b 3)}. */
    record Numbers(List<Long> values) implements TreeValue {
        public Numbers {
            values = List.copyOf(values);
        }
    }

    /** A list of values. */
    record Items(List<TreeValue> values) implements TreeValue {
        public Items {
            values = List.copyOf(values);
        }
    }

    /**
     * A node.
     *
     * @param tag its type in capitals, as majors from 16 name it
     */
    record Node(String tag, Map<String, TreeValue> fields) implements TreeValue {
        public Node {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        boolean is(String otherTag) {
            return tag.equals(otherTag);
        }

        /** Whether the field is there and not null. */
        boolean has(String field) {
            return value(field) != Absent.ABSENT;
        }

        /** The field's value; absent where this major has no such field. */
        TreeValue value(String field) {
            return fields.getOrDefault(field, Absent.ABSENT);
        }

        /** The node in a field, null where there is none. */
        @Nullable Node node(String field) {
            return value(field) instanceof Node node ? node : null;
        }

        /** The nodes of a list, in order; entries that are no nodes are left out. */
        List<Node> nodes(String field) {
            List<Node> nodes = new ArrayList<>();
            for (TreeValue item : items(field)) {
                if (item instanceof Node node) {
                    nodes.add(node);
                }
            }
            return nodes;
        }

        List<TreeValue> items(String field) {
            return value(field) instanceof Items items ? items.values() : List.of();
        }

        List<Long> numbers(String field) {
            return value(field) instanceof Numbers numbers ? numbers.values() : List.of();
        }

        /** The number in a field, 0 where there is none: the server's own default. */
        long number(String field) {
            if (!(value(field) instanceof Token token)) {
                return 0;
            }
            try {
                return Long.parseLong(token.text());
            } catch (NumberFormatException notANumber) {
                throw new TreeFormatException(
                        "field " + field + " of " + tag + " is not a number: " + token.text());
            }
        }

        int index(String field) {
            long number = number(field);
            if (number != (int) number) {
                throw new TreeFormatException("field " + field + " of " + tag + " is too large");
            }
            return (int) number;
        }

        boolean flag(String field) {
            return value(field) instanceof Token token && token.text().equals("true");
        }

        /** Calls the visitor with each node directly below this one, through lists. */
        void eachChild(Consumer<Node> visitor) {
            fields.values().forEach(value -> eachNode(value, visitor));
        }

        private static void eachNode(TreeValue value, Consumer<Node> visitor) {
            if (value instanceof Node node) {
                visitor.accept(node);
            } else if (value instanceof Items items) {
                items.values().forEach(item -> eachNode(item, visitor));
            }
        }

        /** The word in a field, empty where there is none. */
        String word(String field) {
            return switch (value(field)) {
                case Token token -> token.text();
                case Text text -> text.text();
                case Absent absent -> "";
                case Node node -> "";
                case Items items -> "";
                case Numbers numbers -> "";
                case Datum datum -> "";
            };
        }
    }
}
