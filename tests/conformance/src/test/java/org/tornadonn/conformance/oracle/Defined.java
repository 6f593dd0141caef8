package org.tornadonn.conformance.oracle;

/** An operation of the tests that brings its own float64 definition. */
public interface Defined {

  Definition definition();
}
