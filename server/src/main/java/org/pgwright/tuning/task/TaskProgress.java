package org.pgwright.tuning.task;

import org.pgwright.change.ChangeProgress;
import org.pgwright.change.EndSignal;
import org.pgwright.planner.Progress;

import java.util.ArrayList;
import java.util.List;

/** How far work is, told by who does it, and asked for by who writes it down. */
public final class TaskProgress implements Progress, ChangeProgress {
    private static final int MOST_NOTES = 100;

    private final EndSignal end = new EndSignal();
    private final List<String> notes = new ArrayList<>();
    private Step step = new Step("", 0, 0);

    /** What is being done, and how much of it is. */
    record Step(String what, long done, long total) {}

    @Override
    public synchronized void step(String what, long done, long total) {
        step = new Step(what, done, total);
    }

    @Override
    public synchronized void note(String sentence) {
        if (notes.size() < MOST_NOTES) {
            notes.add(sentence);
        }
    }

    synchronized Step now() {
        return step;
    }

    synchronized List<String> notes() {
        return List.copyOf(notes);
    }

    /** Given when no more of it is wanted. */
    EndSignal end() {
        return end;
    }
}
