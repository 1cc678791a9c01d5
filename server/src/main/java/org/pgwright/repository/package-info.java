/**
 * Where pgwright remembers: a PostgreSQL database, its own or one that is named, with one class for
 * each thing that is kept there.
 */
@NullMarked
package org.pgwright.repository;

import org.jspecify.annotations.NullMarked;
