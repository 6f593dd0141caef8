package org.tornadonn.zoo;

import org.tornadonn.layer.Conv2d;
import org.tornadonn.layer.FirstWeights;
import org.tornadonn.layer.Initializer;
import org.tornadonn.layer.Linear;
import org.tornadonn.plan.Shape;

/** How the weights of the networks begin, where torchvision does not leave them to their layers. */
final class First {

  private First() {}

  /** How weights of a shape begin. */
  @FunctionalInterface
  interface Start {
    Initializer of(Shape weight);
  }

  /** What VGG and MobileNets have. */
  static FirstWeights small() {
    return all(Initializer::kaimingNormalFanOut, First::small);
  }

  /** Normal with deviation 0.01. */
  static Initializer small(Shape weight) {
    return Initializer.normal(0, 0.01);
  }

  /** Weights of convolutions; their biases are left to them. */
  static FirstWeights convolutions(Start start) {
    return (layer, name, shape) ->
        layer instanceof Conv2d && name.equals("weight") ? start.of(shape) : null;
  }

  /** Weights of linear layers; their biases are 0. */
  static FirstWeights linear(Start start) {
    return (layer, name, shape) ->
        !(layer instanceof Linear)
            ? null
            : name.equals("bias") ? Initializer.zeros() : start.of(shape);
  }

  /** Weights of convolutions and linear layers; all of their biases are 0. */
  static FirstWeights all(Start convolution, Start linear) {
    return (layer, name, shape) ->
        layer instanceof Conv2d && name.equals("bias")
            ? Initializer.zeros()
            : either(convolutions(convolution), linear(linear)).of(layer, name, shape);
  }

  /** The first of two rules that says something. */
  static FirstWeights either(FirstWeights one, FirstWeights other) {
    return (layer, name, shape) -> {
      var start = one.of(layer, name, shape);
      return start == null ? other.of(layer, name, shape) : start;
    };
  }

  /** Uniform between the roots of a number over the outputs. */
  static Start uniformFanOut(double number) {
    return shape -> {
      double bound = Math.sqrt(number / shape.dim(0));
      return Initializer.uniform(-bound, bound);
    };
  }
}
