/** What the workload's statements ask of which tables. */
@NullMarked
package org.pgwright.advisor.analysis;

import org.jspecify.annotations.NullMarked;
