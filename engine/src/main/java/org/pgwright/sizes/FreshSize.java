package org.pgwright.sizes;

import org.pgwright.catalog.Bytes;

/** How large something would be when freshly built. */
public sealed interface FreshSize {
    /** An estimate. */
    record Known(Bytes size) implements FreshSize {}

    /** It cannot be told. */
    record Unknown(Reason reason) implements FreshSize {}

    /** Why not. */
    enum Reason {
        /** The role may not see the statistics. */
        NOT_READABLE,
        /** There are no statistics. */
        NOT_ANALYZED,
        /** No formula is known for its access method. */
        OTHER_METHOD,
        /** The server's blocks are not of 8 kB. */
        BLOCK_SIZE
    }
}
