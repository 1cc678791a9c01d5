/** What a server or a role lacks for good advice, and the statements that mend it. */
@NullMarked
package org.pgwright.doctor;

import org.jspecify.annotations.NullMarked;
