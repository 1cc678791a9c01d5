package org.pgwright.report;

import org.pgwright.advisor.Advice;

import java.util.List;
import java.util.stream.Stream;

/** The queries that may not get faster although they cost less. */
final class DoubtfulGains {
    static final String TITLE = "Doubtful gains";

    static final String MEANING = "a lower cost that may not be a shorter time";

    private DoubtfulGains() {}

    /**
     * A query of them.
     *
     * @param doubt what speaks against it
     */
    record Query(String pattern, String doubt) {}

    /** In the order of the advice. */
    static List<Query> queries(Advice advice) {
        return advice.queries().stream()
                .flatMap(
                        query ->
                                query.doubt() == null
                                        ? Stream.<Query>empty()
                                        : Stream.of(new Query(query.pattern(), query.doubt())))
                .toList();
    }
}
