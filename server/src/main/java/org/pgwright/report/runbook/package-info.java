/** The runbook of a database: procedures, filled in with what is known of it. */
@NullMarked
package org.pgwright.report.runbook;

import org.jspecify.annotations.NullMarked;
