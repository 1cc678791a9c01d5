package org.pgwright.advisor.existing;

import org.pgwright.advisor.existing.Grounds.Apparent;
import org.pgwright.catalog.Index;

import java.util.Optional;

/** What beside plans says whether an index may be dropped: counters, constraints. */
interface Caution {
    /** The reason to keep it whatever statements cost without it, if there is one. */
    Optional<String> against(Apparent apparent);

    /** Why an index that nothing serves in the stead of is needless, in words. */
    String because(Index index);
}
