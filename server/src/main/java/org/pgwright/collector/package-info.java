/**
 * Looks at monitored servers: a class for each source, whose only work is to read it once. Never
 * changes anything there, never keeps anything, and knows nothing of where its findings go.
 */
@NullMarked
package org.pgwright.collector;

import org.jspecify.annotations.NullMarked;
