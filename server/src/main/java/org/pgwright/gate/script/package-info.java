/** What is unsafe in the SQL files of a schema change; pure. */
@NullMarked
package org.pgwright.gate.script;

import org.jspecify.annotations.NullMarked;
