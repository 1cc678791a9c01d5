/**
 * Keeps what the logs of watched servers tell: executions, the times of all calls, and events, each
 * once, in bounded number, and without literals unless they are wanted. Reads no log itself.
 */
@NullMarked
package org.pgwright.tuning.logs;

import org.jspecify.annotations.NullMarked;
