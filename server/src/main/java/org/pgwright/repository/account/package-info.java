/** Who may use the server, by which secrets, and what they did. */
@NullMarked
package org.pgwright.repository.account;

import org.jspecify.annotations.NullMarked;
