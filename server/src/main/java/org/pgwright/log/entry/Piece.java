package org.pgwright.log.entry;

/** What is cut from a log: an entry, a part of one, or neither. */
public sealed interface Piece {
    /** An entry with all that belongs to it. */
    record Whole(LogEntry entry) implements Piece {}

    /** An entry whose parts may follow. */
    record Beginning(LogEntry entry) implements Piece {}

    /** Belongs to the latest entry of its session. */
    record Rest(Part part) implements Piece {}

    /** Nothing that a server writes, or nothing that can be understood. */
    record Noise(Reason reason) implements Piece {}

    /** Why a piece is no entry. */
    enum Reason {
        /** It is not formed as entries are. */
        MALFORMED,
        /** It is an entry in another language than English. */
        OTHER_LANGUAGE,
        /** It is longer than {@link PieceReader#LONGEST}. */
        TOO_LONG
    }

    Noise MALFORMED = new Noise(Reason.MALFORMED);
    Noise OTHER_LANGUAGE = new Noise(Reason.OTHER_LANGUAGE);
}
