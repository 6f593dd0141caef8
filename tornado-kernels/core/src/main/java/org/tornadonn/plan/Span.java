package org.tornadonn.plan;

/**
 * Operations of a graph that are one thing together, such as the steps of a recurrence.
 *
 * @param meaning what they are
 * @param from the first of them
 * @param to behind the last
 */
public record Span(Object meaning, int from, int to) {}
