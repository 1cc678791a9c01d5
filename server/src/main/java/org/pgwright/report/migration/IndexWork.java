package org.pgwright.report.migration;

import java.util.List;

/**
 * What a migration does for one index.
 *
 * @param subject what is done, for people
 * @param remarks what people should know of it
 * @param up that do it, in their order; each may run again
 * @param down that take it back, likewise; empty where there is nothing to take back
 */
record IndexWork(
        WantedIndex wanted, String subject, List<String> remarks, List<Step> up, List<Step> down) {
    IndexWork {
        remarks = List.copyOf(remarks);
        up = List.copyOf(up);
        down = List.copyOf(down);
    }
}
