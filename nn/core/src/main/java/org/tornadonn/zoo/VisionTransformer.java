package org.tornadonn.zoo;

import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.dropout;
import static org.tornadonn.layer.Layers.layerNorm;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.multiheadAttention;
import static org.tornadonn.op.F.add;
import static org.tornadonn.op.F.cat;
import static org.tornadonn.op.F.expand;
import static org.tornadonn.op.F.gelu;
import static org.tornadonn.op.F.reshape;
import static org.tornadonn.op.F.select;
import static org.tornadonn.op.F.transpose;

import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.Conv2d;
import org.tornadonn.layer.Initializer;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Linear;
import org.tornadonn.layer.Scope;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * A transformer encoder over the patches of a picture. Input {@code (n, 3, h, w)}, h and w
 * multiples of the patch; its weights belong to one size. Output {@code (n, classes)}.
 *
 * @param patch rows and columns of a patch
 * @param depth the layers of the encoder
 * @param heads of each attention
 * @param width the features of a patch
 * @param hidden the features between the two layers of each block
 * @param classes the number of outputs
 * @see <a href="https://arxiv.org/abs/2010.11929">Dosovitskiy and others, An image is worth 16x16
 *     words</a>
 */
public record VisionTransformer(int patch, int depth, int heads, int width, int hidden, int classes)
    implements Layer {

  private static final float EPS = 1e-6f;

  /** {@return ViT-B/16} */
  public static VisionTransformer vitB16(int classes) {
    return new VisionTransformer(16, 12, 12, 768, 3072, classes);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    int n = x.shape().dim(0);
    var own = scope.beginning(VisionTransformer::first);
    var token = own.parameter("class_token", Shape.of(1, 1, width), Initializer.zeros());
    var y = own.call("conv_proj", conv2d(x.shape().dim(1), width, patch).stride(patch), x);
    y = transpose(reshape(y, n, width, -1), 1, 2);
    y = cat(1, expand(token, Shape.of(n, 1, width)), y);
    y = own.call("encoder", this::encoder, y);
    return own.call(
        "heads",
        (inner, z) ->
            inner.call(
                "head",
                linear(width, classes).beginning((layer, name, shape) -> Initializer.zeros()),
                z),
        select(y, 1, 0));
  }

  private static @Nullable Initializer first(
      org.tornadonn.layer.Block layer, String name, Shape shape) {
    boolean isBias = name.equals("bias");
    return switch (layer) {
      case Conv2d _ when isBias -> Initializer.zeros();
      case Conv2d _ -> Initializer.truncatedNormal(Math.sqrt(1.0 / shape.sample().size()));
      case Linear _ when isBias -> Initializer.normal(0, 1e-6);
      case Linear _ -> Initializer.xavierUniform(shape);
      default -> null;
    };
  }

  private Value encoder(Scope scope, Value x) {
    var sizes = Shape.of(1, x.shape().dim(1), width);
    var y = add(x, scope.parameter("pos_embedding", sizes, Initializer.normal(0, 0.02)));
    y = scope.call("layers", this::layers, y);
    return scope.call("ln", layerNorm(width).eps(EPS), y);
  }

  private Value layers(Scope scope, Value x) {
    var y = x;
    for (int i = 0; i < depth; i++) {
      y = scope.call("encoder_layer_" + i, new Block(heads, width, hidden), y);
    }
    return y;
  }

  /** Attention and two layers, each behind a norm, past which x goes. */
  private record Block(int heads, int width, int hidden) implements Layer {

    @Override
    public Value forward(Scope scope, Value x) {
      var y = scope.call("ln_1", layerNorm(width).eps(EPS), x);
      y = add(x, scope.call("self_attention", multiheadAttention(width, heads), y));
      return add(y, scope.call("mlp", this::mlp, scope.call("ln_2", layerNorm(width).eps(EPS), y)));
    }

    private Value mlp(Scope scope, Value x) {
      var y = gelu(scope.call("0", linear(width, hidden), x));
      return scope.call("3", linear(hidden, width), scope.call("2", dropout(0), y));
    }
  }
}
