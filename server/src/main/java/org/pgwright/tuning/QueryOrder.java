package org.pgwright.tuning;

import org.pgwright.repository.figures.QueryFigures;

import java.util.Comparator;

/** By what queries are sorted, the largest first. */
public enum QueryOrder {
    TOTAL,
    MEAN,
    CALLS,
    ROWS,
    READS;

    Comparator<QueryFigures> order() {
        Comparator<QueryFigures> smallest =
                switch (this) {
                    case TOTAL -> Comparator.comparingDouble(QueryFigures::totalMillis);
                    case MEAN -> Comparator.comparingDouble(QueryFigures::meanMillis);
                    case CALLS -> Comparator.comparingLong(QueryFigures::calls);
                    case ROWS -> Comparator.comparingLong(QueryFigures::rows);
                    case READS -> Comparator.comparingLong(query -> query.blocks().read());
                };
        return smallest.reversed().thenComparing(QueryFigures::hash);
    }
}
