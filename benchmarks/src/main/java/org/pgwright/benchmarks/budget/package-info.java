/** Advice under budgets, beside what reference advisors reached. */
@NullMarked
package org.pgwright.benchmarks.budget;

import org.jspecify.annotations.NullMarked;
