/**
 * Watches servers: has each collector look in its rhythm, and what it finds kept. Data goes from
 * the collectors to the repository; nothing here decides what to do about it.
 */
@NullMarked
package org.pgwright.tuning.watch;

import org.jspecify.annotations.NullMarked;
