package org.tornadonn.benchmarks;

import static org.tornadonn.benchmarks.Operand.normal;
import static org.tornadonn.benchmarks.Operand.weight;

import java.util.List;
import org.tornadonn.op.F;

/** Distances, and products that are neither of matrices nor of elements. */
final class DistanceCases {

  private DistanceCases() {}

  static List<FunctionCase> all() {
    var x = normal(1024, 256);
    return List.of(
        FunctionCase.of(
            "cdist 2",
            v -> F.cdist(v.get(0), v.get(1), 2),
            "torch.cdist(a, b, 2)",
            normal(256, 64),
            normal(200, 64)),
        FunctionCase.of(
            "cdist 1",
            v -> F.cdist(v.get(0), v.get(1), 1),
            "torch.cdist(a, b, 1)",
            normal(256, 64),
            normal(200, 64)),
        FunctionCase.of(
            "cosine_similarity",
            v -> F.cosineSimilarity(v.get(0), v.get(1), -1, 1e-8f),
            "F.cosine_similarity(a, b, -1)",
            x,
            x),
        FunctionCase.of(
            "pairwise_distance",
            v -> F.pairwiseDistance(v.get(0), v.get(1), 2, 1e-6f, false),
            "F.pairwise_distance(a, b)",
            x,
            x),
        FunctionCase.of(
            "normalize", v -> F.normalize(v.getFirst(), -1), "F.normalize(a, dim=-1)", x),
        FunctionCase.of(
            "outer",
            v -> F.outer(v.get(0), v.get(1)),
            "torch.outer(a, b)",
            normal(1024),
            normal(1024)),
        FunctionCase.of(
            "vector matmul",
            v -> F.matmul(v.get(0), v.get(1)),
            "a @ b",
            normal(1024),
            normal(1024, 1024)),
        FunctionCase.of(
            "bmm vectors",
            v -> F.bmm(v.get(0), v.get(1)),
            "a @ b",
            normal(64, 1, 64),
            normal(64, 64, 256)),
        FunctionCase.of(
            "bilinear",
            v -> F.bilinear(v.get(0), v.get(1), v.get(2), v.get(3)),
            "F.bilinear(a, b, c, d)",
            normal(128, 64),
            normal(128, 48),
            weight(32, 64, 48),
            weight(32)),
        FunctionCase.of(
            "einsum bhqd,bhkd",
            v -> F.einsum("bhqd,bhkd->bhqk", v.get(0), v.get(1)),
            "torch.einsum('bhqd,bhkd->bhqk', a, b)",
            normal(4, 8, 128, 64),
            normal(4, 8, 128, 64)),
        FunctionCase.of(
            "einsum ij,jk,kl",
            v -> F.einsum("ij,jk,kl->il", v.get(0), v.get(1), v.get(2)),
            "torch.einsum('ij,jk,kl->il', a, b, c)",
            normal(256, 128),
            normal(128, 256),
            normal(256, 128)));
  }
}
