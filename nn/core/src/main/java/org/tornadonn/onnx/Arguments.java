package org.tornadonn.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashMap;
import java.util.Map;

/** The attributes that an operator of a file's own passes to the nodes that it is made of. */
final class Arguments {

  private Arguments() {}

  /** What a call gives a function, or the function's own defaults. */
  static Map<String, AttributeProto> of(FunctionProto function, NodeProto call) {
    var arguments = new HashMap<String, AttributeProto>();
    function.getAttributeProtoList().forEach(given -> arguments.put(given.getName(), given));
    call.getAttributeList().forEach(given -> arguments.put(given.getName(), given));
    return arguments;
  }

  /** A node with the attributes that it refers to; those that are not given stay away. */
  static NodeProto into(NodeProto node, Map<String, AttributeProto> arguments) {
    if (node.getAttributeList().stream().allMatch(a -> a.getRefAttrName().isEmpty())) {
      return node;
    }
    var filled = node.toBuilder().clearAttribute();
    for (var attribute : node.getAttributeList()) {
      if (attribute.getRefAttrName().isEmpty()) {
        filled.addAttribute(attribute);
      } else if (arguments.containsKey(attribute.getRefAttrName())) {
        filled.addAttribute(
            arguments.get(attribute.getRefAttrName()).toBuilder().setName(attribute.getName()));
      }
    }
    return filled.build();
  }
}
