/** Wanted indexes as files for the tools that applications change their databases with. */
@NullMarked
package org.pgwright.report.migration;

import org.jspecify.annotations.NullMarked;
