/**
 * What is beyond a threshold, who is to be told of it, and what became of that: the SQL of alerts,
 * one class a concern.
 */
@NullMarked
package org.pgwright.repository.alerts;

import org.jspecify.annotations.NullMarked;
