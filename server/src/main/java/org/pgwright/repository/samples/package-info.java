/**
 * Keeps what collectors found: counters as samples, things as they are, sessions moment by moment.
 * Each write is one transaction of its caller, and none counts anything twice.
 */
@NullMarked
package org.pgwright.repository.samples;

import org.jspecify.annotations.NullMarked;
