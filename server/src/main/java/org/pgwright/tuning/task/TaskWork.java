package org.pgwright.tuning.task;

import org.pgwright.repository.task.Task;

/** Does work of one kind. */
public interface TaskWork {
    /**
     * Does it; ends early, with what there is, when that is wanted.
     *
     * @return the document that the command line would write as JSON
     * @throws org.pgwright.error.PgwrightException if it cannot be done
     */
    String perform(Task task, TaskProgress progress);
}
