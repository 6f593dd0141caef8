package org.tornadonn.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Locale;

/** Layers' names out of those of an ONNX graph. */
public final class LayerName {

  private static final int LONGEST = 100;

  private LayerName() {}

  /** The name that the weight has in PyTorch, else the node's, else the operator's. */
  public static String of(NodeProto node) {
    var weight = node.getInputCount() > 1 ? node.getInput(1) : "";
    var name =
        weight.endsWith(".weight")
            ? weight.substring(0, weight.length() - ".weight".length())
            : node.getName();
    var clean = name.replaceAll("[^A-Za-z0-9_.]+", "_").replaceAll("^[_.]+|[_.]+$", "");
    return clean.isEmpty()
        ? node.getOpType().toLowerCase(Locale.ROOT)
        : clean.substring(0, Math.min(clean.length(), LONGEST));
  }
}
