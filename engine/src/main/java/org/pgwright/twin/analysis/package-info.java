/**
 * From a statement's text to its shape: the server analyses the statement, and what it stores of
 * the analysis is read here.
 */
@NullMarked
package org.pgwright.twin.analysis;

import org.jspecify.annotations.NullMarked;
