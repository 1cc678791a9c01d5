package org.pgwright.advisor;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.CatalogBuilder;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.Plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Plans written by hand, as EXPLAIN prints them. */
final class PlanNode {
    private final String type;
    private final @Nullable QualifiedName table;
    private final double rows;
    private final Map<String, String> details = new HashMap<>();
    private final List<Plan> children = new ArrayList<>();

    private double cost = 1;

    private PlanNode(String type, @Nullable QualifiedName table, double rows) {
        this.type = type;
        this.table = table;
        this.rows = rows;
    }

    static PlanNode node(String type, double rows) {
        return new PlanNode(type, null, rows);
    }

    static PlanNode scan(String type, String table, double rows) {
        return new PlanNode(type, CatalogBuilder.name(table), rows);
    }

    PlanNode with(String detail, String value) {
        details.put(detail, value);
        return this;
    }

    PlanNode costing(double totalCost) {
        cost = totalCost;
        return this;
    }

    PlanNode over(PlanNode outer) {
        return add("Outer", outer);
    }

    PlanNode inner(PlanNode inner) {
        return add("Inner", inner);
    }

    PlanNode add(String relationship, PlanNode child) {
        children.add(child.with("Parent Relationship", relationship).plan());
        return this;
    }

    Plan plan() {
        return new Plan(type, table, null, 0, cost, rows, 8, details, children);
    }
}
