/** Compares what is measured with thresholds, and tells people of what is beyond them. */
@NullMarked
package org.pgwright.alerting;

import org.jspecify.annotations.NullMarked;
