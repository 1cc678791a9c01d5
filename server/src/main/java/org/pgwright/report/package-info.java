/** Documents for people and programs from what the other packages found out. */
@NullMarked
package org.pgwright.report;

import org.jspecify.annotations.NullMarked;
