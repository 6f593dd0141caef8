/** What the operating system says of files. Depends on no other package. */
@NullMarked
package org.tornadonn.file;

import org.jspecify.annotations.NullMarked;
