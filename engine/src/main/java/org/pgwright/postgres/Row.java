package org.pgwright.postgres;

import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** The current row of an answer, read by the names of its columns; valid only while reading it. */
public final class Row {
    private final ResultSet result;
    private long characters;

    Row(ResultSet result) {
        this.result = result;
    }

    /** How much text was taken from all rows so far. */
    long characters() {
        return characters;
    }

    /** Never null: an SQL null means that the object was dropped while it was being read. */
    public String text(String column) throws SQLException {
        return present(column, textOrNull(column));
    }

    /** The first column, for queries with one; never null. */
    public String onlyText() throws SQLException {
        return present("1", result.getString(1));
    }

    public @Nullable String textOrNull(String column) throws SQLException {
        String value = result.getString(column);
        characters += value == null ? 0 : value.length();
        return value;
    }

    /** A {@code bytea}. */
    public byte @Nullable [] bytesOrNull(String column) throws SQLException {
        byte[] value = result.getBytes(column);
        characters += value == null ? 0 : value.length;
        return value;
    }

    public boolean flag(String column) throws SQLException {
        return result.getBoolean(column);
    }

    /** An integer; zero for an SQL null. */
    public int integer(String column) throws SQLException {
        return result.getInt(column);
    }

    public @Nullable Integer integerOrNull(String column) throws SQLException {
        int value = result.getInt(column);
        return result.wasNull() ? null : value;
    }

    /** A bigint or oid; zero for an SQL null. */
    public long number(String column) throws SQLException {
        return result.getLong(column);
    }

    public @Nullable Long numberOrNull(String column) throws SQLException {
        long value = result.getLong(column);
        return result.wasNull() ? null : value;
    }

    /** A real or double precision; zero for an SQL null. */
    public double real(String column) throws SQLException {
        return result.getDouble(column);
    }

    public @Nullable Double realOrNull(String column) throws SQLException {
        double value = result.getDouble(column);
        return result.wasNull() ? null : value;
    }

    /** A {@code text[]} without nulls; empty for an SQL null. */
    public List<String> texts(String column) throws SQLException {
        Array array = result.getArray(column);
        if (array == null) {
            return List.of();
        }
        return List.of((String[]) array.getArray());
    }

    /** A {@code text[]} that may hold nulls; empty for an SQL null. */
    public List<@Nullable String> textsWithNulls(String column) throws SQLException {
        Array array = result.getArray(column);
        if (array == null) {
            return List.of();
        }
        @Nullable String[] elements = (@Nullable String[]) array.getArray();
        return Arrays.asList(elements);
    }

    /** A {@code real[]} without nulls, in its shortest decimal form; null for an SQL null. */
    public @Nullable List<Double> realsOrNull(String column) throws SQLException {
        Array array = result.getArray(column);
        if (array == null) {
            return null;
        }
        return Arrays.stream((Float[]) array.getArray())
                .map(value -> Double.valueOf(value.toString()))
                .toList();
    }

    private static String present(String column, @Nullable String value) throws SQLException {
        if (value == null) {
            throw new SQLException(
                    "no value in column " + column, SqlState.UNDEFINED_OBJECT.code());
        }
        return value;
    }
}
