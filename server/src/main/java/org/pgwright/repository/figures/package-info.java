/** What the repository knows, added up for people: figures over a time, and how things are. */
@NullMarked
package org.pgwright.repository.figures;

import org.jspecify.annotations.NullMarked;
