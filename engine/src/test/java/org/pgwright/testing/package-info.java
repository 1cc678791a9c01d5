/** What tests of all modules share: real PostgreSQL servers and databases on them. */
@NullMarked
package org.pgwright.testing;

import org.jspecify.annotations.NullMarked;
