/** What users give, and what they are told if it is wrong. Depends on {@code show}. */
@NullMarked
package org.tornadonn.cli.usage;

import org.jspecify.annotations.NullMarked;
