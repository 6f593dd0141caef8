package org.tornadonn.spark;

import java.io.Serializable;
import org.tornadonn.data.DatasetSource;
import org.tornadonn.train.Clipping;
import org.tornadonn.train.Optimizer;

/**
 * What an executor has to know of a training; the same for all of its steps.
 *
 * @param id tells trainings apart
 * @param batchSize the largest number of samples of a micro-batch
 * @param device what {@link ExecutorDevice#choose} takes
 */
record TrainingJob(
    String id,
    TravellingModel model,
    TravellingLoss loss,
    Optimizer optimizer,
    Clipping clipping,
    int batchSize,
    DatasetSource data,
    String device)
    implements Serializable {}
