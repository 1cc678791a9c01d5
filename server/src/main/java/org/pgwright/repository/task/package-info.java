/** Work that people ask the server for. */
@NullMarked
package org.pgwright.repository.task;

import org.jspecify.annotations.NullMarked;
