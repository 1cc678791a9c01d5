/**
 * The command line: one class for each command; delivers what other packages made, decides nothing.
 */
@NullMarked
package org.pgwright.cli;

import org.jspecify.annotations.NullMarked;
