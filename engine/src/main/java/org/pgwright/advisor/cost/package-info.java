/** What the planner makes of candidates, asked as seldom as possible. */
@NullMarked
package org.pgwright.advisor.cost;

import org.jspecify.annotations.NullMarked;
