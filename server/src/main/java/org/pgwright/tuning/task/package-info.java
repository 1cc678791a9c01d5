/** Does what people ask the server for, one piece of work after another. */
@NullMarked
package org.pgwright.tuning.task;

import org.jspecify.annotations.NullMarked;
