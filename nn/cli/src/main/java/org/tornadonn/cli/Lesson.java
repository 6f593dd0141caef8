package org.tornadonn.cli;

import org.jspecify.annotations.Nullable;
import org.tornadonn.data.Dataset;
import org.tornadonn.layer.Model;

/**
 * What is learnt, by which model, from which samples.
 *
 * @param validation samples that are not trained on; null for none
 */
record Lesson(Task task, Model model, Dataset training, @Nullable Dataset validation) {}
