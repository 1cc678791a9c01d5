package org.pgwright.benchmarks;

import org.pgwright.planner.Progress;

import java.io.PrintStream;

/** Prints a line for each phase, none for the steps within it. */
final class ProgressLines implements Progress {
    private final PrintStream out;
    private String phase = "";

    ProgressLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void step(String name, long done, long total) {
        if (!name.equals(phase)) {
            phase = name;
            out.println("  " + name);
        }
    }
}
