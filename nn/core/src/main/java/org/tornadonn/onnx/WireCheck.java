package org.tornadonn.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * Walks over a protocol buffer before it is parsed: a field of two bytes becomes an object of a
 * hundred, so a small file could fill the memory.
 */
public final class WireCheck {

  /** Many times what the largest networks have; packed numbers count as one field. */
  private static final int MOST_FIELDS = 500_000;

  private static final int DEEPEST = 50;

  private final CodedInputStream in;
  private int fields;

  private WireCheck(CodedInputStream in) {
    this.in = in;
  }

  /**
   * Passes bytes that are safe to parse.
   *
   * @param type what they are said to be
   * @throws InvalidProtocolBufferException if they are something else, or too many things
   */
  public static void check(byte[] bytes, Descriptor type) throws IOException {
    new WireCheck(CodedInputStream.newInstance(bytes)).walk(type, 0);
  }

  private void walk(Descriptor type, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new InvalidProtocolBufferException("it is nested too deeply");
    }
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (++fields > MOST_FIELDS) {
        throw new InvalidProtocolBufferException(
            "it has more than %d parts".formatted(MOST_FIELDS));
      }
      var field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      if (field != null
          && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
          && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        int outer = in.pushLimit(in.readRawVarint32());
        walk(field.getMessageType(), depth + 1);
        in.popLimit(outer);
      } else if (!in.skipField(tag)) {
        throw new InvalidProtocolBufferException("a group ends that has not begun");
      }
    }
  }
}
