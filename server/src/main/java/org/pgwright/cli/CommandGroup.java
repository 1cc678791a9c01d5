package org.pgwright.cli;

import java.util.List;

/** A command that only leads to others. */
interface CommandGroup extends Runnable {
    /** Those. */
    List<Object> commands();
}
