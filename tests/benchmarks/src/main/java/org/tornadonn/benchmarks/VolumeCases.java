package org.tornadonn.benchmarks;

import static org.tornadonn.benchmarks.Operand.normal;
import static org.tornadonn.benchmarks.Operand.positive;
import static org.tornadonn.benchmarks.Operand.weight;

import java.util.List;
import org.tornadonn.op.F;
import org.tornadonn.op.resize.Interpolation;
import org.tornadonn.plan.Shape;

/** Convolutions and pools along three axes, and functions of pictures that are seldom used. */
final class VolumeCases {

  private VolumeCases() {}

  static List<FunctionCase> all() {
    var volume = normal(2, 16, 24, 24, 24);
    var line = normal(8, 64, 2048);
    return List.of(
        FunctionCase.of(
            "conv3d",
            v -> F.conv3d(v.get(0), v.get(1), v.get(2), 1, 1, 1, 1),
            "F.conv3d(a, b, c, 1, 1)",
            volume,
            weight(32, 16, 3, 3, 3),
            weight(32)),
        FunctionCase.of(
            "conv3d stride",
            v -> F.conv3d(v.get(0), v.get(1), v.get(2), 2, 1, 1, 1),
            "F.conv3d(a, b, c, 2, 1)",
            volume,
            weight(32, 16, 3, 3, 3),
            weight(32)),
        FunctionCase.of(
            "conv3d depthwise",
            v -> F.conv3d(v.get(0), v.get(1), v.get(2), 1, 1, 1, 16),
            "F.conv3d(a, b, c, 1, 1, 1, 16)",
            volume,
            weight(16, 1, 3, 3, 3),
            weight(16)),
        FunctionCase.of(
            "conv_transpose3d",
            v -> F.convTranspose3d(v.get(0), v.get(1), v.get(2), 2, 0, 0, 1, 1),
            "F.conv_transpose3d(a, b, c, 2)",
            normal(2, 32, 12, 12, 12),
            weight(32, 16, 2, 2, 2),
            weight(16)),
        FunctionCase.of(
            "max_pool3d",
            v -> F.maxPool3d(v.getFirst(), 2, 2, 0, 1, false),
            "F.max_pool3d(a, 2)",
            volume),
        FunctionCase.of(
            "avg_pool3d",
            v -> F.avgPool3d(v.getFirst(), 2, 2, 0, false, true),
            "F.avg_pool3d(a, 2)",
            volume),
        FunctionCase.of(
            "adaptive_avg_pool3d",
            v -> F.adaptiveAvgPool3d(v.getFirst(), 4, 4, 4),
            "F.adaptive_avg_pool3d(a, 4)",
            volume),
        FunctionCase.of(
            "adaptive_max_pool3d",
            v -> F.adaptiveMaxPool3d(v.getFirst(), 4, 4, 4),
            "F.adaptive_max_pool3d(a, 4)",
            volume),
        FunctionCase.of(
            "avg_pool1d",
            v -> F.avgPool1d(v.getFirst(), 2, 2, 0, false, true),
            "F.avg_pool1d(a, 2)",
            line),
        FunctionCase.of(
            "adaptive_avg_pool1d",
            v -> F.adaptiveAvgPool1d(v.getFirst(), 16),
            "F.adaptive_avg_pool1d(a, 16)",
            line),
        FunctionCase.of(
            "adaptive_max_pool1d",
            v -> F.adaptiveMaxPool1d(v.getFirst(), 16),
            "F.adaptive_max_pool1d(a, 16)",
            line),
        FunctionCase.of(
            "lp_pool1d",
            v -> F.lpPool1d(v.getFirst(), 2, 2, 2, false),
            "F.lp_pool1d(a, 2, 2)",
            positive(8, 64, 2048)),
        FunctionCase.of(
            "lp_pool2d",
            v -> F.lpPool2d(v.getFirst(), 2, 2, 2, false),
            "F.lp_pool2d(a, 2, 2)",
            positive(8, 64, 56, 56)),
        FunctionCase.of(
            "unfold",
            v -> F.unfold(v.getFirst(), 3, 1, 1, 1),
            "F.unfold(a, 3, 1, 1)",
            normal(8, 32, 28, 28)),
        FunctionCase.of(
            "fold",
            v -> F.fold(v.getFirst(), 28, 28, 3, 1, 1, 1),
            "F.fold(a, (28, 28), 3, 1, 1)",
            normal(8, 288, 784)),
        FunctionCase.of(
            "local_response_norm",
            v -> F.localResponseNorm(v.getFirst(), 5, 1e-4f, 0.75f, 1),
            "F.local_response_norm(a, 5)",
            normal(8, 64, 28, 28)),
        FunctionCase.of(
            "grid_sample",
            v -> F.gridSample(v.get(0), v.get(1), Interpolation.LINEAR, false),
            "F.grid_sample(a, b, align_corners=False)",
            normal(8, 32, 56, 56),
            normal(8, 56, 56, 2)),
        FunctionCase.of(
            "affine_grid",
            v -> F.affineGrid(v.getFirst(), Shape.of(64, 1, 56, 56), false),
            "F.affine_grid(a, (64, 1, 56, 56), align_corners=False)",
            normal(64, 2, 3)));
  }
}
