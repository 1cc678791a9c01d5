/** Pages for people: each class makes those of one subject. */
@NullMarked
package org.pgwright.web.page;

import org.jspecify.annotations.NullMarked;
