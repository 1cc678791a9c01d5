package org.pgwright.alerting;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.alerts.Alert;
import org.pgwright.repository.alerts.Alerts;
import org.pgwright.repository.alerts.Metric;
import org.pgwright.repository.alerts.Saying;
import org.pgwright.repository.alerts.Silence;
import org.pgwright.repository.alerts.Silences;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.repository.figures.WatchedInstances;
import org.pgwright.repository.strategy.Actor;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;

/** The alerts of all instances, and what somebody does about them. */
public final class AlertBoard {
    private static final Duration LONGEST_SILENCE = Duration.ofDays(365);
    private static final int LEAST_OF_AN_ID = 4;
    private static final int LONGEST_COMMENT = 2_000;

    private final Repository repository;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Actor actor;
    private final Alerts alerts = new Alerts();
    private final Silences silences = new Silences();
    private final WatchedInstances instances = new WatchedInstances();
    private final AlertDesk desk;

    /**
     * @param ids for new rows
     * @param actor who does it
     */
    public AlertBoard(Repository repository, InstantSource clock, Supplier<UUID> ids, Actor actor) {
        this.repository = repository;
        this.clock = clock;
        this.ids = ids;
        this.actor = actor;
        this.desk = new AlertDesk(ids);
    }

    /**
     * An alert of an instance.
     *
     * @param isSilenced whether a silence is about it now
     */
    public record Standing(WatchedInstance instance, Alert alert, boolean isSilenced) {
        private static final int SHORT = 8;

        /** The end of its id, for people. */
        public String shortId() {
            String text = alert.id().toString();
            return text.substring(text.length() - SHORT);
        }
    }

    /**
     * A silence.
     *
     * @param instance its name; null for all
     */
    public record Silenced(@Nullable String instance, Silence silence) {}

    /**
     * What is to be silenced.
     *
     * @param instance a name; null for all
     * @param metric null for all
     * @param subject as people see it, with * for any characters; null for all
     */
    public record Wish(
            @Nullable String instance,
            @Nullable Metric metric,
            @Nullable String subject,
            Duration time,
            String comment) {}

    /** Those that fire now, the critical first. */
    public List<Standing> standing(@Nullable String instance) {
        return read(
                instance,
                (jdbc, one) ->
                        alerts.open(jdbc, one.instanceId()).stream()
                                .filter(alert -> alert.state().isFiring())
                                .toList());
    }

    /** Those that ended within a time before now, the last first. */
    public List<Standing> ended(@Nullable String instance, Duration time) {
        Instant since = clock.instant().minus(time);
        return read(instance, (jdbc, one) -> alerts.over(jdbc, one.instanceId(), since).reversed());
    }

    /** Reads the alerts of an instance. */
    @FunctionalInterface
    private interface Reader {
        List<Alert> read(JdbcClient jdbc, WatchedInstance instance);
    }

    private List<Standing> read(@Nullable String name, Reader reader) {
        return repository.inTransaction(
                Work.READ,
                jdbc -> {
                    List<Silence> silent = silences.standing(jdbc, clock.instant());
                    List<Standing> found = new ArrayList<>();
                    for (WatchedInstance instance : meant(jdbc, name)) {
                        for (Alert alert : reader.read(jdbc, instance)) {
                            boolean isSilenced =
                                    silent.stream()
                                            .anyMatch(
                                                    one ->
                                                            one.matches(
                                                                    instance.instanceId(),
                                                                    alert.key()));
                            found.add(new Standing(instance, alert, isSilenced));
                        }
                    }
                    return found;
                });
    }

    private List<WatchedInstance> meant(JdbcClient jdbc, @Nullable String name) {
        return name == null ? instances.all(jdbc) : List.of(instances.named(jdbc, name));
    }

    /**
     * Notes that somebody sees to an alert, and tells the channels.
     *
     * @param id its end, or all of it
     * @param comment empty for none
     * @throws PgwrightException USAGE if no such alert fires, several do, or somebody sees to it
     *     already
     */
    public Standing acknowledge(String id, String comment) {
        Standing meant = named(id);
        UUID instance = meant.instance().instanceId();
        boolean isNew =
                repository.inTransaction(
                        jdbc ->
                                desk.acknowledge(
                                        jdbc, instance, meant.alert().id(), saying(comment)));
        if (!isNew) {
            throw usage(
                    "somebody sees to alert %s already, or it is over".formatted(meant.shortId()),
                    "see pgwright alerts --all");
        }
        return named(id);
    }

    private Standing named(String id) {
        String end = id.strip().toLowerCase(Locale.ROOT);
        List<Standing> found =
                end.length() < LEAST_OF_AN_ID
                        ? List.of()
                        : standing(null).stream()
                                .filter(one -> one.alert().id().toString().endsWith(end))
                                .toList();
        if (found.size() != 1) {
            throw usage(
                    found.isEmpty()
                            ? "no alert of that id fires"
                            : "several alerts that fire have an id with that end",
                    "take an id of pgwright alerts");
        }
        return found.getFirst();
    }

    /**
     * Has alerts not told of for a time: those that fire already, and those to come.
     *
     * @throws PgwrightException USAGE for no instance of that name, or no sensible time
     */
    public Silenced silence(Wish wish) {
        if (!wish.time().isPositive() || wish.time().compareTo(LONGEST_SILENCE) > 0) {
            throw usage("a silence lasts up to a year", "give a time such as 2h");
        }
        Saying saying = saying(wish.comment());
        return repository.inTransaction(
                jdbc -> {
                    WatchedInstance instance =
                            wish.instance() == null ? null : instances.named(jdbc, wish.instance());
                    Silence silence =
                            new Silence(
                                    ids.get(),
                                    instance == null ? null : instance.instanceId(),
                                    wish.metric(),
                                    wish.subject(),
                                    saying.at().plus(wish.time()),
                                    "",
                                    wish.comment());
                    desk.silence(
                            jdbc,
                            silence,
                            saying,
                            instances.all(jdbc).stream().map(WatchedInstance::instanceId).toList());
                    return silences.standing(jdbc, saying.at()).stream()
                            .filter(one -> one.id().equals(silence.id()))
                            .map(one -> new Silenced(wish.instance(), one))
                            .findFirst()
                            .orElseThrow();
                });
    }

    /** Those that hold now. */
    public List<Silenced> silences() {
        return repository.inTransaction(
                Work.READ,
                jdbc -> {
                    List<WatchedInstance> all = instances.all(jdbc);
                    return silences.standing(jdbc, clock.instant()).stream()
                            .map(one -> new Silenced(name(all, one.instanceId()), one))
                            .toList();
                });
    }

    private static @Nullable String name(List<WatchedInstance> all, @Nullable UUID id) {
        return id == null
                ? null
                : all.stream()
                        .filter(one -> one.instanceId().equals(id))
                        .map(WatchedInstance::name)
                        .findFirst()
                        .orElse(id.toString());
    }

    /**
     * Ends a silence early.
     *
     * @param id its end, or all of it
     * @throws PgwrightException USAGE if none such holds, or several do
     */
    public void endSilence(String id) {
        String end = id.strip().toLowerCase(Locale.ROOT);
        List<Silenced> found =
                end.length() < LEAST_OF_AN_ID
                        ? List.of()
                        : silences().stream()
                                .filter(one -> one.silence().id().toString().endsWith(end))
                                .toList();
        if (found.size() != 1) {
            throw usage(
                    found.isEmpty() ? "no silence of that id holds" : "several silences end so",
                    "take an id of pgwright alerts silences");
        }
        repository.inTransaction(
                jdbc -> silences.end(jdbc, found.getFirst().silence().id(), clock.instant()));
    }

    private Saying saying(String comment) {
        if (comment.length() > LONGEST_COMMENT) {
            throw usage(
                    "a comment has at most %d characters".formatted(LONGEST_COMMENT),
                    "make it shorter");
        }
        return new Saying(actor, clock.instant(), comment);
    }

    private static PgwrightException usage(String what, String remedy) {
        return new PgwrightException(ErrorCode.USAGE, what, remedy);
    }
}
