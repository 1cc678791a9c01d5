/** Pages and API over HTTP: delivers, decides nothing. The only place that knows Spring Boot. */
@NullMarked
package org.pgwright.web;

import org.jspecify.annotations.NullMarked;
