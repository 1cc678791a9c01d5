/**
 * Reads server logs: bytes are cut into entries, entries become events, and events are added up or
 * handed to a store together with the position reached. Never prints, never keeps what it read.
 */
@NullMarked
package org.pgwright.log;

import org.jspecify.annotations.NullMarked;
