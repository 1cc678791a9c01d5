package org.pgwright.twin;

import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.PairSample;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.Plan;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.planner.WhatIfPlanner.Offer;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * The copies of a twin: all of them have the same indexes, and each plans for one thread at once.
 */
final class TwinCopies implements AutoCloseable {
    private final TwinServer server;
    private final StandIns standIns;
    private final List<TwinCopy> copies = new ArrayList<>();
    private final BlockingQueue<TwinCopy> free = new LinkedBlockingQueue<>();
    private final List<IndexDefinition> offered = new ArrayList<>();
    private final LongAdder plans = new LongAdder();
    private Catalog catalog;

    /** The first copy is of a database that is there. */
    TwinCopies(TwinServer server, Catalog catalog, StandIns standIns, TwinCopy first) {
        this.server = server;
        this.catalog = catalog;
        this.standIns = standIns;
        add(first);
    }

    private void add(TwinCopy copy) {
        copies.add(copy);
        free.add(copy);
    }

    /** Makes so many copies, or leaves as many as there are. */
    int open(int count) {
        try {
            while (copies.size() < count) {
                String database = TwinBuilder.DATABASE + (copies.size() + 1);
                server.copyDatabase(TwinBuilder.TEMPLATE, database);
                TwinCopy copy =
                        TwinCopy.open(server, database, catalog, standIns, new ArrayList<>());
                add(copy);
                copy.offer(offered);
            }
            return copies.size();
        } catch (SQLException e) {
            throw TwinFailure.during("copying itself", e);
        } catch (IOException e) {
            throw TwinFailure.during("shaping the files of a copy", e);
        }
    }

    /**
     * Forgets the indexes that were offered, and takes another catalogue's samples for the next.
     */
    void learn(Catalog other) {
        catalog = other;
        offered.clear();
        copies.forEach(copy -> copy.learn(other));
    }

    /** Makes the indexes in all copies, in each the same. */
    List<Offer> offer(List<IndexDefinition> definitions) {
        offered.addAll(definitions);
        if (copies.size() == 1) {
            return copies.getFirst().offer(definitions);
        }
        List<Callable<List<Offer>>> tasks = new ArrayList<>();
        copies.forEach(copy -> tasks.add(() -> copy.offer(definitions)));
        List<List<Offer>> offers = together(tasks);
        for (List<Offer> others : offers) {
            if (!others.equals(offers.getFirst())) {
                throw new IllegalStateException("the copies of the twin differ");
            }
        }
        return offers.getFirst();
    }

    private static <T> List<T> together(List<Callable<T>> tasks) {
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
            List<T> results = new ArrayList<>();
            for (Future<T> done : threads.invokeAll(tasks)) {
                results.add(done.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while making hypothetical indexes", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        }
    }

    Plan plan(PlannableStatement statement, Configuration configuration) {
        plans.increment();
        TwinCopy copy = borrowed();
        try {
            return copy.plan(statement, configuration);
        } finally {
            free.add(copy);
        }
    }

    List<Plan> plansKnowing(
            PairSample pair, List<PlannableStatement> statements, Configuration configuration) {
        plans.add(statements.size());
        TwinCopy copy = borrowed();
        try {
            return copy.plansKnowing(pair, statements, configuration);
        } finally {
            free.add(copy);
        }
    }

    private TwinCopy borrowed() {
        try {
            return free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting to plan", e);
        }
    }

    /** The same however many copies there are: sizes that each works out count once. */
    long calls() {
        return plans.sum() + copies.getFirst().estimates();
    }

    @Override
    public void close() throws SQLException {
        for (TwinCopy copy : copies) {
            copy.close();
        }
    }
}
