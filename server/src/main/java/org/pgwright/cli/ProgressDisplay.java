package org.pgwright.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.Progress;

/**
 * Shows progress as a bar on a terminal, which is gone when the work is done; nothing in a pipe.
 */
final class ProgressDisplay implements Progress, AutoCloseable {
    private static final int UPDATE_MILLIS = 150;

    private final Terminal terminal;
    private String phase = "";
    private @Nullable ProgressBar bar;

    ProgressDisplay(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public synchronized void step(String nextPhase, long done, long total) {
        if (!terminal.traits().errInteractive()) {
            return;
        }
        if (!nextPhase.equals(phase)) {
            close();
            phase = nextPhase;
            bar = start(nextPhase);
        }
        if (bar != null) {
            bar.maxHint(total > 0 ? total : -1);
            bar.stepTo(done);
        }
    }

    private ProgressBar start(String task) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(-1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setConsumer(
                        new ConsoleProgressBarConsumer(terminal.err(), terminal.traits().columns()))
                .clearDisplayOnFinish()
                .hideEta()
                .build();
    }

    @Override
    public void close() {
        clear();
    }

    /** Takes the bar away, so that something else can be written; the next step brings it back. */
    synchronized void clear() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
        phase = "";
    }
}
