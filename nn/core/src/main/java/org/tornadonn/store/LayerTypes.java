package org.tornadonn.store;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.jsontype.impl.TypeIdResolverBase;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.Conv2d;
import org.tornadonn.layer.Flatten;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Linear;
import org.tornadonn.layer.MaxPool2d;
import org.tornadonn.layer.Named;
import org.tornadonn.layer.Network;
import org.tornadonn.layer.ReLU;
import org.tornadonn.layer.Sequential;

/** The names of layers in model files. A new layer that is a record needs one line here. */
final class LayerTypes extends TypeIdResolverBase {

  private static final Map<String, Class<? extends Layer>> BY_NAME =
      new TreeMap<>(
          Map.of(
              "conv2d", Conv2d.class,
              "flatten", Flatten.class,
              "linear", Linear.class,
              "max_pool2d", MaxPool2d.class,
              "named", Named.class,
              "network", Network.class,
              "relu", ReLU.class,
              "sequential", Sequential.class));

  private static final Map<Class<?>, String> BY_CLASS =
      BY_NAME.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

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
