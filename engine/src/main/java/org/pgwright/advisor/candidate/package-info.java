/** Which indexes could serve a statement, and which never should. */
@NullMarked
package org.pgwright.advisor.candidate;

import org.jspecify.annotations.NullMarked;
