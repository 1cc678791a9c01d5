/** Sets of indexes on the ML registry, built and measured side by side. */
@NullMarked
package org.pgwright.benchmarks.registry;

import org.jspecify.annotations.NullMarked;
