package org.tornadonn.layer;

import java.util.List;

/**
 * What a load did.
 *
 * @param loaded parameters that were set
 * @param missing parameters that the state does not have; they keep their values
 * @param unexpected tensors of the state that the model does not have; they were left out
 */
public record LoadReport(List<String> loaded, List<String> missing, List<String> unexpected) {}
