/** Who may use the server: the first administrator, passwords, links, tokens, sign-ins. */
@NullMarked
package org.pgwright.account;

import org.jspecify.annotations.NullMarked;
