/** An index that does harm and one that helps, staged under load beside a client of its own. */
@NullMarked
package org.pgwright.benchmarks.staged;

import org.jspecify.annotations.NullMarked;
