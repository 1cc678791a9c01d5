/** Strategies of databases: proposed, decided on, done, and taken back. */
@NullMarked
package org.pgwright.tuning.change;

import org.jspecify.annotations.NullMarked;
