package org.tornadonn.store;

import static java.util.Map.entry;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.jsontype.impl.TypeIdResolverBase;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.AdaptiveAvgPool1d;
import org.tornadonn.layer.AdaptiveAvgPool2d;
import org.tornadonn.layer.AdaptiveAvgPool3d;
import org.tornadonn.layer.AdaptiveMaxPool1d;
import org.tornadonn.layer.AdaptiveMaxPool2d;
import org.tornadonn.layer.AdaptiveMaxPool3d;
import org.tornadonn.layer.AlphaDropout;
import org.tornadonn.layer.AvgPool1d;
import org.tornadonn.layer.AvgPool2d;
import org.tornadonn.layer.AvgPool3d;
import org.tornadonn.layer.BatchNorm1d;
import org.tornadonn.layer.BatchNorm2d;
import org.tornadonn.layer.BatchNorm3d;
import org.tornadonn.layer.Bilinear;
import org.tornadonn.layer.Block;
import org.tornadonn.layer.CELU;
import org.tornadonn.layer.ChannelShuffle;
import org.tornadonn.layer.CircularPad1d;
import org.tornadonn.layer.CircularPad2d;
import org.tornadonn.layer.ConstantPad1d;
import org.tornadonn.layer.ConstantPad2d;
import org.tornadonn.layer.Conv1d;
import org.tornadonn.layer.Conv2d;
import org.tornadonn.layer.Conv3d;
import org.tornadonn.layer.ConvTranspose1d;
import org.tornadonn.layer.ConvTranspose2d;
import org.tornadonn.layer.ConvTranspose3d;
import org.tornadonn.layer.CosineSimilarity;
import org.tornadonn.layer.Dropout;
import org.tornadonn.layer.Dropout1d;
import org.tornadonn.layer.Dropout2d;
import org.tornadonn.layer.Dropout3d;
import org.tornadonn.layer.ELU;
import org.tornadonn.layer.Embedding;
import org.tornadonn.layer.EmbeddingBag;
import org.tornadonn.layer.FeatureAlphaDropout;
import org.tornadonn.layer.Flatten;
import org.tornadonn.layer.Fold;
import org.tornadonn.layer.GELU;
import org.tornadonn.layer.GLU;
import org.tornadonn.layer.GRU;
import org.tornadonn.layer.GRUCell;
import org.tornadonn.layer.GroupNorm;
import org.tornadonn.layer.Hardshrink;
import org.tornadonn.layer.Hardsigmoid;
import org.tornadonn.layer.Hardswish;
import org.tornadonn.layer.Hardtanh;
import org.tornadonn.layer.Identity;
import org.tornadonn.layer.InstanceNorm1d;
import org.tornadonn.layer.InstanceNorm2d;
import org.tornadonn.layer.InstanceNorm3d;
import org.tornadonn.layer.LPPool1d;
import org.tornadonn.layer.LPPool2d;
import org.tornadonn.layer.LSTM;
import org.tornadonn.layer.LSTMCell;
import org.tornadonn.layer.LayerNorm;
import org.tornadonn.layer.LeakyReLU;
import org.tornadonn.layer.Linear;
import org.tornadonn.layer.LocalResponseNorm;
import org.tornadonn.layer.LogSigmoid;
import org.tornadonn.layer.LogSoftmax;
import org.tornadonn.layer.MaxPool1d;
import org.tornadonn.layer.MaxPool2d;
import org.tornadonn.layer.MaxPool3d;
import org.tornadonn.layer.Mish;
import org.tornadonn.layer.MultiheadAttention;
import org.tornadonn.layer.Named;
import org.tornadonn.layer.Network;
import org.tornadonn.layer.PReLU;
import org.tornadonn.layer.PairwiseDistance;
import org.tornadonn.layer.PixelShuffle;
import org.tornadonn.layer.PixelUnshuffle;
import org.tornadonn.layer.RMSNorm;
import org.tornadonn.layer.RNN;
import org.tornadonn.layer.RNNCell;
import org.tornadonn.layer.ReLU;
import org.tornadonn.layer.ReLU6;
import org.tornadonn.layer.ReflectionPad1d;
import org.tornadonn.layer.ReflectionPad2d;
import org.tornadonn.layer.ReplicationPad1d;
import org.tornadonn.layer.ReplicationPad2d;
import org.tornadonn.layer.Residual;
import org.tornadonn.layer.SELU;
import org.tornadonn.layer.Sequential;
import org.tornadonn.layer.SiLU;
import org.tornadonn.layer.Sigmoid;
import org.tornadonn.layer.Softmax;
import org.tornadonn.layer.Softmin;
import org.tornadonn.layer.Softplus;
import org.tornadonn.layer.Softshrink;
import org.tornadonn.layer.Softsign;
import org.tornadonn.layer.Tanh;
import org.tornadonn.layer.Tanhshrink;
import org.tornadonn.layer.Threshold;
import org.tornadonn.layer.Transformer;
import org.tornadonn.layer.TransformerDecoder;
import org.tornadonn.layer.TransformerDecoderLayer;
import org.tornadonn.layer.TransformerEncoder;
import org.tornadonn.layer.TransformerEncoderLayer;
import org.tornadonn.layer.Unflatten;
import org.tornadonn.layer.Unfold;
import org.tornadonn.layer.Upsample;
import org.tornadonn.layer.ZeroPad1d;
import org.tornadonn.layer.ZeroPad2d;
import org.tornadonn.onnx.OnnxGraph;
import org.tornadonn.zoo.ConvNeXt;
import org.tornadonn.zoo.DenseNet;
import org.tornadonn.zoo.EfficientNet;
import org.tornadonn.zoo.GoogLeNet;
import org.tornadonn.zoo.MnasNet;
import org.tornadonn.zoo.MobileNetV2;
import org.tornadonn.zoo.MobileNetV3;
import org.tornadonn.zoo.RegNet;
import org.tornadonn.zoo.ResNet;
import org.tornadonn.zoo.ShuffleNetV2;
import org.tornadonn.zoo.SqueezeNet;
import org.tornadonn.zoo.UNet;
import org.tornadonn.zoo.VisionTransformer;

/** The names of layers in model files. A new layer that is a record needs one line here. */
final class LayerTypes extends TypeIdResolverBase {

  private static final Map<String, Class<? extends Block>> BY_NAME =
      new TreeMap<>(
          Map.ofEntries(
              entry("adaptive_avg_pool1d", AdaptiveAvgPool1d.class),
              entry("adaptive_avg_pool2d", AdaptiveAvgPool2d.class),
              entry("adaptive_avg_pool3d", AdaptiveAvgPool3d.class),
              entry("adaptive_max_pool1d", AdaptiveMaxPool1d.class),
              entry("adaptive_max_pool2d", AdaptiveMaxPool2d.class),
              entry("adaptive_max_pool3d", AdaptiveMaxPool3d.class),
              entry("alpha_dropout", AlphaDropout.class),
              entry("avg_pool1d", AvgPool1d.class),
              entry("avg_pool2d", AvgPool2d.class),
              entry("avg_pool3d", AvgPool3d.class),
              entry("batch_norm1d", BatchNorm1d.class),
              entry("batch_norm2d", BatchNorm2d.class),
              entry("batch_norm3d", BatchNorm3d.class),
              entry("bilinear", Bilinear.class),
              entry("celu", CELU.class),
              entry("channel_shuffle", ChannelShuffle.class),
              entry("circular_pad1d", CircularPad1d.class),
              entry("circular_pad2d", CircularPad2d.class),
              entry("constant_pad1d", ConstantPad1d.class),
              entry("constant_pad2d", ConstantPad2d.class),
              entry("conv1d", Conv1d.class),
              entry("conv2d", Conv2d.class),
              entry("conv3d", Conv3d.class),
              entry("conv_transpose1d", ConvTranspose1d.class),
              entry("conv_transpose2d", ConvTranspose2d.class),
              entry("conv_transpose3d", ConvTranspose3d.class),
              entry("convnext", ConvNeXt.class),
              entry("cosine_similarity", CosineSimilarity.class),
              entry("densenet", DenseNet.class),
              entry("dropout", Dropout.class),
              entry("dropout1d", Dropout1d.class),
              entry("dropout2d", Dropout2d.class),
              entry("dropout3d", Dropout3d.class),
              entry("efficientnet_block", EfficientNet.Block.class),
              entry("elu", ELU.class),
              entry("embedding", Embedding.class),
              entry("embedding_bag", EmbeddingBag.class),
              entry("feature_alpha_dropout", FeatureAlphaDropout.class),
              entry("flatten", Flatten.class),
              entry("fold", Fold.class),
              entry("gelu", GELU.class),
              entry("glu", GLU.class),
              entry("googlenet_convolution", GoogLeNet.Convolution.class),
              entry("googlenet_inception", GoogLeNet.Inception.class),
              entry("group_norm", GroupNorm.class),
              entry("gru", GRU.class),
              entry("gru_cell", GRUCell.class),
              entry("hardshrink", Hardshrink.class),
              entry("hardsigmoid", Hardsigmoid.class),
              entry("hardswish", Hardswish.class),
              entry("hardtanh", Hardtanh.class),
              entry("identity", Identity.class),
              entry("instance_norm1d", InstanceNorm1d.class),
              entry("instance_norm2d", InstanceNorm2d.class),
              entry("instance_norm3d", InstanceNorm3d.class),
              entry("layer_norm", LayerNorm.class),
              entry("leaky_relu", LeakyReLU.class),
              entry("linear", Linear.class),
              entry("local_response_norm", LocalResponseNorm.class),
              entry("log_sigmoid", LogSigmoid.class),
              entry("log_softmax", LogSoftmax.class),
              entry("lp_pool1d", LPPool1d.class),
              entry("lp_pool2d", LPPool2d.class),
              entry("lstm", LSTM.class),
              entry("lstm_cell", LSTMCell.class),
              entry("max_pool1d", MaxPool1d.class),
              entry("max_pool2d", MaxPool2d.class),
              entry("max_pool3d", MaxPool3d.class),
              entry("mish", Mish.class),
              entry("mnasnet_block", MnasNet.Block.class),
              entry("mobilenet_v2_block", MobileNetV2.Block.class),
              entry("mobilenet_v3_block", MobileNetV3.Block.class),
              entry("multihead_attention", MultiheadAttention.class),
              entry("named", Named.class),
              entry("network", Network.class),
              entry("onnx_graph", OnnxGraph.class),
              entry("pairwise_distance", PairwiseDistance.class),
              entry("pixel_shuffle", PixelShuffle.class),
              entry("pixel_unshuffle", PixelUnshuffle.class),
              entry("prelu", PReLU.class),
              entry("reflection_pad1d", ReflectionPad1d.class),
              entry("reflection_pad2d", ReflectionPad2d.class),
              entry("regnet", RegNet.class),
              entry("relu", ReLU.class),
              entry("relu6", ReLU6.class),
              entry("replication_pad1d", ReplicationPad1d.class),
              entry("replication_pad2d", ReplicationPad2d.class),
              entry("residual", Residual.class),
              entry("resnet", ResNet.class),
              entry("rms_norm", RMSNorm.class),
              entry("rnn", RNN.class),
              entry("rnn_cell", RNNCell.class),
              entry("selu", SELU.class),
              entry("sequential", Sequential.class),
              entry("shufflenet_v2", ShuffleNetV2.class),
              entry("sigmoid", Sigmoid.class),
              entry("silu", SiLU.class),
              entry("softmax", Softmax.class),
              entry("softmin", Softmin.class),
              entry("softplus", Softplus.class),
              entry("softshrink", Softshrink.class),
              entry("softsign", Softsign.class),
              entry("squeezenet_fire", SqueezeNet.Fire.class),
              entry("tanh", Tanh.class),
              entry("tanhshrink", Tanhshrink.class),
              entry("threshold", Threshold.class),
              entry("transformer", Transformer.class),
              entry("transformer_decoder", TransformerDecoder.class),
              entry("transformer_decoder_layer", TransformerDecoderLayer.class),
              entry("transformer_encoder", TransformerEncoder.class),
              entry("transformer_encoder_layer", TransformerEncoderLayer.class),
              entry("unet", UNet.class),
              entry("unflatten", Unflatten.class),
              entry("unfold", Unfold.class),
              entry("upsample", Upsample.class),
              entry("vision_transformer", VisionTransformer.class),
              entry("zero_pad1d", ZeroPad1d.class),
              entry("zero_pad2d", ZeroPad2d.class)));

  private static final Map<Class<?>, String> BY_CLASS =
      BY_NAME.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

  /** All names. */
  static Set<String> names() {
    return BY_NAME.keySet();
  }

  @Override
  public String idFromValue(Object layer) {
    return idFromValueAndType(layer, layer.getClass());
  }

  @Override
  public String idFromValueAndType(@Nullable Object layer, Class<?> type) {
    var name = BY_CLASS.get(type);
    if (name == null) {
      throw new IllegalArgumentException(type + " has no name in model files.");
    }
    return name;
  }

  @Override
  public JavaType typeFromId(DatabindContext context, String name) throws JsonMappingException {
    var type = BY_NAME.get(name);
    if (type == null) {
      throw new JsonMappingException(
          null,
          "there is no layer '%s', only %s"
              .formatted(SafetensorsHeader.brief(name), BY_NAME.keySet()));
    }
    return context.constructType(type);
  }

  @Override
  public JsonTypeInfo.Id getMechanism() {
    return JsonTypeInfo.Id.CUSTOM;
  }
}
