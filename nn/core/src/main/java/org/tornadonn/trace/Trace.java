package org.tornadonn.trace;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened inside a model in one run.
 *
 * @param model what was run: a file, or the generated task
 * @param stages the way of the data through the model, the input first; of a model that is trained
 *     in the run, before training
 * @param training null if nothing was trained
 * @param epochs empty if nothing was trained
 * @param prediction one sample, after training
 * @param neuron one unit for that sample; null if the model has no linear layer
 * @param quiz questions about this run
 * @param featureMaps of models of pictures: for the stages of the prediction, by name, the first
 *     channels as PNG files in base64
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Trace(
    String model,
    String device,
    List<Stage> stages,
    @Nullable Training training,
    List<Epoch> epochs,
    Prediction prediction,
    @Nullable Neuron neuron,
    List<Question> quiz,
    @JsonIgnore Map<String, List<String>> featureMaps) {}
