/**
 * What the repository takes for a month of a database, simulated in minutes with its own stores.
 */
@NullMarked
package org.pgwright.benchmarks.storage;

import org.jspecify.annotations.NullMarked;
