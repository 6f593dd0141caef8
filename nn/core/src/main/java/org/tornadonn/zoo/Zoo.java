package org.tornadonn.zoo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.tornadonn.layer.Layer;

/** The networks by the names that torchvision has for them. */
public final class Zoo {

  private static final Map<String, IntFunction<Layer>> NETWORKS = new LinkedHashMap<>();

  static {
    NETWORKS.put("resnet18", ResNet::resnet18);
    NETWORKS.put("resnet34", ResNet::resnet34);
    NETWORKS.put("resnet50", ResNet::resnet50);
    NETWORKS.put("resnext50_32x4d", ResNet::resnext50);
    NETWORKS.put("mobilenet_v2", MobileNetV2::mobilenetV2);
    NETWORKS.put("mobilenet_v3_small", MobileNetV3::mobilenetV3Small);
    NETWORKS.put("mobilenet_v3_large", MobileNetV3::mobilenetV3Large);
    NETWORKS.put("efficientnet_b0", EfficientNet::efficientnetB0);
    NETWORKS.put("densenet121", DenseNet::densenet121);
    NETWORKS.put("vgg11", classes -> Vgg.vgg11(classes, false));
    NETWORKS.put("vgg11_bn", classes -> Vgg.vgg11(classes, true));
    NETWORKS.put("vgg16", classes -> Vgg.vgg16(classes, false));
    NETWORKS.put("vgg16_bn", classes -> Vgg.vgg16(classes, true));
    NETWORKS.put("alexnet", AlexNet::alexnet);
    NETWORKS.put("squeezenet1_1", SqueezeNet::squeezenet);
    NETWORKS.put("googlenet", GoogLeNet::googlenet);
    NETWORKS.put("shufflenet_v2_x1_0", ShuffleNetV2::shufflenetV2);
    NETWORKS.put("mnasnet1_0", MnasNet::mnasnet);
    NETWORKS.put("regnet_y_400mf", RegNet::regnetY400mf);
    NETWORKS.put("convnext_tiny", ConvNeXt::convnextTiny);
    NETWORKS.put("vit_b_16", VisionTransformer::vitB16);
  }

  private Zoo() {}

  /** {@return the names} */
  public static List<String> names() {
    return List.copyOf(NETWORKS.keySet());
  }

  /**
   * {@return a network}
   *
   * @param name as torchvision has it: {@code resnet18}
   * @param classes the number of outputs
   * @throws IllegalArgumentException if there is none of that name; the message lists all
   */
  public static Layer network(String name, int classes) {
    var network = NETWORKS.get(name);
    if (network == null) {
      throw new IllegalArgumentException(
          "There is no network '%s'; there are %s.".formatted(name, names()));
    }
    return network.apply(classes);
  }
}
