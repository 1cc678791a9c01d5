/** The databases to measure on: schema, data, queries, and indexes to try. */
@NullMarked
package org.pgwright.benchmarks.schema;

import org.jspecify.annotations.NullMarked;
