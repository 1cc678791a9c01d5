package org.pgwright.advisor.candidate;

import org.pgwright.catalog.IndexDefinition;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An index worth trying.
 *
 * @param statements the numbers of those that it was made for; others may profit too
 */
public record Candidate(IndexDefinition definition, SortedSet<Integer> statements) {
    public Candidate {
        statements = Collections.unmodifiableSortedSet(new TreeSet<>(statements));
    }
}
