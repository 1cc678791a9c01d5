/** Reading of server logs: a log of any size to read, and what programs need to read it. */
@NullMarked
package org.pgwright.benchmarks.logs;

import org.jspecify.annotations.NullMarked;
