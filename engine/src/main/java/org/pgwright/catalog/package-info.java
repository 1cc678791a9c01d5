/** What a database is: its tables, columns, indexes, statistics and sizes, as immutable records. */
@NullMarked
package org.pgwright.catalog;

import org.jspecify.annotations.NullMarked;
