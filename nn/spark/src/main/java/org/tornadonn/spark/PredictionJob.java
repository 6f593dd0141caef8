package org.tornadonn.spark;

import java.io.Serializable;

/**
 * What an executor has to know of a prediction.
 *
 * @param id tells predictions apart
 * @param device what {@link ExecutorDevice#choose} takes
 */
record PredictionJob(String id, TravellingModel model, String device) implements Serializable {}
