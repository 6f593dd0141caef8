package org.tornadonn.store.onnx;

import static org.tornadonn.store.onnx.NdArray.require;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.math3.special.Erf;

/**
 * What a graph gives by the definitions of ONNX's operators, in float64 and without regard to what
 * can be read.
 *
 * @see <a href="https://onnx.ai/onnx/operators/">The operators</a>
 */
final class Definitions {

  private final long opset;
  private final Map<String, NdArray> values = new HashMap<>();

  /** Something valid that is not defined here; it has to be refused. */
  static final class UndefinedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UndefinedException(String message) {
      super(message);
    }
  }

  private Definitions(long opset) {
    this.opset = opset;
  }

  /**
   * The output.
   *
   * @throws NdArray.InvalidException if the graph is not allowed
   * @throws UndefinedException if it has something that is not defined here
   */
  static NdArray answer(ModelProto model, NdArray x) {
    var graph = model.getGraph();
    var all = new Definitions(model.getOpsetImport(0).getVersion());
    all.values.put(graph.getInput(0).getName(), x);
    graph.getInitializerList().forEach(tensor -> all.values.put(tensor.getName(), array(tensor)));
    graph.getNodeList().forEach(node -> all.values.put(node.getOutput(0), all.of(node)));
    return all.value(graph.getOutput(0).getName());
  }

  private NdArray value(String name) {
    var value = values.get(name);
    if (value == null) {
      throw new UndefinedException("second results");
    }
    return value;
  }

  private static NdArray array(TensorProto tensor) {
    int[] dims = tensor.getDimsList().stream().mapToInt(Math::toIntExact).toArray();
    if (tensor.getDataType() == TensorProto.DataType.FLOAT_VALUE) {
      double[] values =
          tensor.hasRawData()
              ? new double[tensor.getRawData().size() / Float.BYTES]
              : tensor.getFloatDataList().stream().mapToDouble(Float::doubleValue).toArray();
      var raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; tensor.hasRawData() && i < values.length; i++) {
        values[i] = raw.getFloat();
      }
      return new NdArray(dims, values);
    }
    return tensor.getDataType() == TensorProto.DataType.BOOL_VALUE
        ? new NdArray(dims, tensor.getInt32DataList().stream().mapToDouble(i -> i).toArray())
        : new NdArray(dims, tensor.getInt64DataList().stream().mapToDouble(i -> i).toArray());
  }

  private NdArray of(NodeProto node) {
    var x = node.getInputCount() == 0 ? NdArray.zeros() : value(node.getInput(0));
    return switch (node.getOpType()) {
      case "Add" -> x.plus(value(node.getInput(1)));
      case "AveragePool" -> pool(node, x, false);
      case "BatchNormalization" -> batchNormalization(node, x);
      case "Constant" -> array(node.getAttribute(0).getT());
      case "Conv" -> conv(node, x);
      case "Dropout" -> dropout(node, x);
      case "Flatten" -> {
        int axis = axis(node, x.rank(), 1, x.rank());
        int rows = NdArray.size(Arrays.copyOf(x.dims(), axis));
        yield x.as(rows, x.values().length / rows);
      }
      case "Gelu" ->
          x.map(
              OnnxGraph.text(node, "approximate").equals("tanh")
                  ? Definitions::tanhGelu
                  : Definitions::gelu);
      case "Gemm" -> gemm(node, x);
      case "GlobalAveragePool" -> {
        int size = NdArray.size(Arrays.copyOfRange(x.dims(), 2, x.rank()));
        var mean = NdArray.zeros(x.dims()[0], x.dims()[1], 1, 1);
        for (int i = 0; i < x.values().length; i++) {
          mean.values()[i / size] += x.values()[i] / size;
        }
        yield mean;
      }
      case "Identity" -> x;
      case "LeakyRelu" -> {
        double alpha = OnnxGraph.number(node, "alpha", 0.01);
        yield x.map(v -> v > 0 ? v : alpha * v);
      }
      case "MatMul" -> {
        if (x.rank() != 2 || value(node.getInput(1)).rank() != 2) {
          throw new UndefinedException("products of other ranks");
        }
        yield x.times(value(node.getInput(1)));
      }
      case "MaxPool" -> pool(node, x, true);
      case "Relu" -> x.map(v -> Math.max(v, 0));
      case "Reshape" -> x.as(shape(node, x, value(node.getInput(1)).values()));
      case "Sigmoid" -> x.map(v -> 1 / (1 + Math.exp(-v)));
      case "Softmax" -> {
        int axis = axis(node, x.rank(), opset < 13 ? 1 : -1, x.rank() - 1);
        yield x.softmax(axis, opset < 13 ? x.rank() : axis + 1);
      }
      case "Tanh" -> x.map(Math::tanh);
      default -> throw new UndefinedException(node.getOpType());
    };
  }

  private static double gelu(double x) {
    return x * (1 + Erf.erf(x / Math.sqrt(2))) / 2;
  }

  private static double tanhGelu(double x) {
    return x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))) / 2;
  }

  private NdArray gemm(NodeProto node, NdArray x) {
    require(x.rank() == 2 && value(node.getInput(1)).rank() == 2, "matrices");
    var a = OnnxGraph.integer(node, "transA", 0) != 0 ? x.transposed() : x;
    var w = value(node.getInput(1));
    double alpha = OnnxGraph.number(node, "alpha", 1);
    double beta = OnnxGraph.number(node, "beta", 1);
    var y =
        a.times(OnnxGraph.integer(node, "transB", 0) != 0 ? w.transposed() : w).map(v -> alpha * v);
    if (node.getInputCount() < 3) {
      return y;
    }
    var sum = y.plus(value(node.getInput(2)).map(v -> beta * v));
    require(Arrays.equals(sum.dims(), y.dims()), "a bias that is larger than the product");
    return sum;
  }

  private NdArray batchNormalization(NodeProto node, NdArray x) {
    boolean training = OnnxGraph.integer(node, "training_mode", 0) != 0;
    if (training || node.getOutputCount() > 1 || x.rank() < 2) {
      throw new UndefinedException("training");
    }
    double epsilon = OnnxGraph.number(node, "epsilon", 1e-5);
    int channels = x.dims()[1];
    int plane = NdArray.size(Arrays.copyOfRange(x.dims(), 2, x.rank()));
    for (int i = 1; i < 5; i++) {
      require(Arrays.equals(value(node.getInput(i)).dims(), new int[] {channels}), "channels");
    }
    var y = NdArray.zeros(x.dims());
    for (int i = 0; i < y.values().length; i++) {
      int c = i / plane % channels;
      double deviation = Math.sqrt(value(node.getInput(4)).values()[c] + epsilon);
      double normal = (x.values()[i] - value(node.getInput(3)).values()[c]) / deviation;
      y.values()[i] =
          value(node.getInput(1)).values()[c] * normal + value(node.getInput(2)).values()[c];
    }
    return y;
  }

  private NdArray dropout(NodeProto node, NdArray x) {
    if (node.getInputCount() > 2 && value(node.getInput(2)).values()[0] != 0) {
      throw new UndefinedException("training");
    }
    return x;
  }

  private int[] shape(NodeProto node, NdArray x, double[] wanted) {
    int[] shape = new int[wanted.length];
    int open = -1;
    int known = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = (int) wanted[i];
      if (shape[i] == 0) {
        require(OnnxGraph.integer(node, "allowzero", 0) == 0 && i < x.rank(), "no numbers");
        shape[i] = x.dims()[i];
      }
      if (shape[i] == -1) {
        require(open < 0, "two sizes left open");
        open = i;
      } else {
        require(shape[i] > 0, "a negative size");
        known *= shape[i];
      }
    }
    if (open >= 0) {
      require(x.values().length % known == 0, "no whole number");
      shape[open] = x.values().length / known;
    }
    return shape;
  }

  private NdArray conv(NodeProto node, NdArray x) {
    var w = value(node.getInput(1));
    require(x.rank() == w.rank(), "weights of another rank");
    if (x.rank() != 4) {
      throw new UndefinedException("convolutions of other ranks");
    }
    int group = (int) OnnxGraph.integer(node, "group", 1);
    require(x.dims()[1] == w.dims()[1] * group && w.dims()[0] % group == 0, "channels");
    var frame = Frame.of(node, x, w.dims()[2], w.dims()[3]);
    var y = NdArray.zeros(x.dims()[0], w.dims()[0], frame.out(0), frame.out(1));
    for (int i = 0; i < y.values().length; i++) {
      int o = i / (frame.out(0) * frame.out(1)) % w.dims()[0];
      int n = i / (frame.out(0) * frame.out(1)) / w.dims()[0];
      double sum = node.getInputCount() > 2 ? value(node.getInput(2)).values()[o] : 0;
      for (int c = 0; c < w.dims()[1]; c++) {
        int channel = o / (w.dims()[0] / group) * w.dims()[1] + c;
        for (int u = 0; u < w.dims()[2]; u++) {
          for (int v = 0; v < w.dims()[3]; v++) {
            int at = frame.at(i, u, v);
            int weight = ((o * w.dims()[1] + c) * w.dims()[2] + u) * w.dims()[3] + v;
            sum +=
                at < 0
                    ? 0
                    : w.values()[weight]
                        * x.values()[(n * x.dims()[1] + channel) * x.dims()[2] * x.dims()[3] + at];
          }
        }
      }
      y.values()[i] = sum;
    }
    return y;
  }

  private NdArray pool(NodeProto node, NdArray x, boolean largest) {
    if (x.rank() != 4) {
      throw new UndefinedException("pools of other ranks");
    }
    long[] kernel = OnnxGraph.integers(node, "kernel_shape", 1, 1);
    var frame = Frame.of(node, x, (int) kernel[0], (int) kernel[1]);
    boolean all = OnnxGraph.integer(node, "count_include_pad", 0) != 0;
    var y = NdArray.zeros(x.dims()[0], x.dims()[1], frame.out(0), frame.out(1));
    for (int i = 0; i < y.values().length; i++) {
      int plane = i / (frame.out(0) * frame.out(1)) * x.dims()[2] * x.dims()[3];
      double sum = 0;
      double max = Double.NEGATIVE_INFINITY;
      int count = 0;
      for (int u = 0; u < kernel[0]; u++) {
        for (int v = 0; v < kernel[1]; v++) {
          int at = frame.at(i, u, v);
          if (at >= 0) {
            sum += x.values()[plane + at];
            max = Math.max(max, x.values()[plane + at]);
          }
          count += at >= 0 || all ? 1 : 0;
        }
      }
      require(largest ? max > Double.NEGATIVE_INFINITY : count > 0, "a window beside the image");
      y.values()[i] = largest ? max : sum / count;
    }
    return y;
  }

  private int axis(NodeProto node, int rank, int absent, int most) {
    long axis = OnnxGraph.integer(node, "axis", absent);
    require(axis >= -rank && axis <= most, "an axis that is not there");
    return (int) (axis < 0 ? axis + rank : axis);
  }
}
