/**
 * The ML registry: a database in need of indexes, its workload, and the way from one to the other.
 */
@NullMarked
package org.pgwright.demo;

import org.jspecify.annotations.NullMarked;
