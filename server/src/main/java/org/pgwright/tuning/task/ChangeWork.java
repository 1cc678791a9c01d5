package org.pgwright.tuning.task;

import org.pgwright.change.ChangeLimits;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.report.ChangesReport;
import org.pgwright.report.FiguresFormat;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.repository.task.Task;
import org.pgwright.repository.task.TaskKind;
import org.pgwright.tuning.change.ApplyRun;
import org.pgwright.tuning.change.Changes;
import org.pgwright.tuning.watch.ServerRegister;

import java.util.function.Function;

/** Does what strategies want, or takes it back. */
public final class ChangeWork implements TaskWork {
    private final ServerRegister register;
    private final Function<Actor, Changes> changes;

    /**
     * @param changes of who asked for it
     */
    public ChangeWork(ServerRegister register, Function<Actor, Changes> changes) {
        this.register = register;
        this.changes = changes;
    }

    @Override
    public String perform(Task task, TaskProgress progress) {
        ChangeWish wish = TaskDesk.read(task, ChangeWish.class);
        ConnectionSettings settings =
                register.primary(task.instanceId()).withDatabase(task.wish().databaseName());
        Changes byThem = changes.apply(new Actor(task.asked().by()));
        ApplyRun run = new ApplyRun(byThem, byThem.register(settings), progress::note);
        ChangesReport report =
                task.wish().kind() == TaskKind.ROLL_BACK
                        ? run.rollBack(
                                wish.strategies(), ChangeLimits.DEFAULT, progress.end(), progress)
                        : run.apply(
                                run.chosen(new ApplyRun.Choice.Named(wish.strategies())),
                                ChangeLimits.DEFAULT,
                                wish.isNow(),
                                progress.end(),
                                progress);
        return report.render(FiguresFormat.JSON);
    }
}
