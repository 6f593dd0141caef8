package org.tornadonn.store.onnx;

import static org.tornadonn.store.onnx.NdArray.require;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.stream.IntStream;

/** Where windows stand; index 0 is for rows, 1 for columns. */
record Frame(int[] size, int[] kernel, long[] stride, long[] dilation, int[] before, int[] after) {

  int out(int axis) {
    long room = size[axis] + before[axis] + after[axis] - ((kernel[axis] - 1) * dilation[axis] + 1);
    require(room >= 0, "a window that is too large");
    return (int) (room / stride[axis]) + 1;
  }

  boolean hasRest(int axis) {
    long room = size[axis] + before[axis] + after[axis] - ((kernel[axis] - 1) * dilation[axis] + 1);
    return room % stride[axis] != 0;
  }

  /** Within its plane, the element of the image under an element of a window; −1 beside it. */
  int at(int index, int u, int v) {
    long row = index / out(1) % out(0) * stride[0] - before[0] + u * dilation[0];
    long column = index % out(1) * stride[1] - before[1] + v * dilation[1];
    boolean inside = row >= 0 && row < size[0] && column >= 0 && column < size[1];
    return inside ? (int) (row * size[1] + column) : -1;
  }

  static Frame of(NodeProto node, NdArray x, int height, int width) {
    long[] stride = OnnxGraph.integers(node, "strides", 1, 1);
    long[] dilation = OnnxGraph.integers(node, "dilations", 1, 1);
    long[] pads = OnnxGraph.integers(node, "pads", 0, 0, 0, 0);
    int[] size = {x.dims()[2], x.dims()[3]};
    int[] kernel = {height, width};
    int[] before = {(int) pads[0], (int) pads[1]};
    int[] after = {(int) pads[2], (int) pads[3]};
    var auto = OnnxGraph.text(node, "auto_pad");
    for (int i = 0; i < 2 && !auto.isEmpty() && !auto.equals("NOTSET"); i++) {
      int out = Math.ceilDiv(size[i], (int) stride[i]);
      int total = (int) ((out - 1) * stride[i] + (kernel[i] - 1) * dilation[i] + 1 - size[i]);
      total = auto.equals("VALID") ? 0 : Math.max(0, total);
      before[i] = auto.equals("SAME_LOWER") ? total - total / 2 : total / 2;
      after[i] = total - before[i];
    }
    var frame = new Frame(size, kernel, stride, dilation, before, after);
    if (OnnxGraph.integer(node, "ceil_mode", 0) != 0
        && IntStream.range(0, 2).anyMatch(frame::hasRest)) {
      throw new Definitions.UndefinedException("windows over the edge");
    }
    return frame;
  }
}
