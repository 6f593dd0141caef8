package org.tornadonn.cluster;

import org.jspecify.annotations.Nullable;

/**
 * What a model makes of a picture.
 *
 * @param path the file
 * @param outputs of the model; empty if the picture could not be read
 * @param error why it could not; null if it could
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PicturePrediction(String path, float[] outputs, @Nullable String error) {}
