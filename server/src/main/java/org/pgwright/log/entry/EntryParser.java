package org.pgwright.log.entry;

/** Reads pieces of a form of log. Never throws on any bytes; not for several threads. */
public interface EntryParser {
    /** The piece between two offsets. */
    Piece parse(byte[] bytes, int from, int to);
}
