/**
 * Plans as chains of TaskGraphs, and what a tuned kernel is to them. Depends on {@code plan},
 * {@code exec} and {@code exec.tornado.driver}.
 */
@NullMarked
package org.tornadonn.exec.tornado.graph;

import org.jspecify.annotations.NullMarked;
