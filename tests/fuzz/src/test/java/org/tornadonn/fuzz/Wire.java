package org.tornadonn.fuzz;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages of protocol buffers, by their fields: what they mean is not known. */
final class Wire {

  private static final int VARINT = WireFormat.WIRETYPE_VARINT;
  private static final int FIXED64 = WireFormat.WIRETYPE_FIXED64;
  private static final int FIXED32 = WireFormat.WIRETYPE_FIXED32;
  private static final int LENGTH = WireFormat.WIRETYPE_LENGTH_DELIMITED;

  private Wire() {}

  /**
   * A field.
   *
   * @param number its value, if it is one
   * @param bytes its value, if it has a length
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Value(int tag, long number, byte[] bytes) {

    int type() {
      return WireFormat.getTagWireType(tag);
    }

    Value with(long other) {
      return new Value(tag, other, bytes);
    }

    Value with(byte[] other) {
      return new Value(tag, number, other);
    }
  }

  /** A message with one or a few changes somewhere inside, all lengths right. */
  static byte[] several(byte[] message, byte[] other, Choices choices) {
    byte[] bytes = message;
    for (int n = choices.few(); n > 0; n--) {
      bytes = change(bytes, other, choices);
    }
    return bytes;
  }

  private static byte[] change(byte[] message, byte[] other, Choices choices) {
    var fields = fields(message);
    if (fields == null || fields.isEmpty()) {
      return message;
    }
    int at = choices.below(fields.size());
    var field = fields.get(at);
    boolean isInner = field.type() == LENGTH && fields(field.bytes) != null;
    if (isInner && !choices.oneIn(6)) {
      fields.set(at, field.with(change(field.bytes, other, choices)));
      return bytes(fields);
    }
    switch (choices.below(8)) {
      case 0 -> fields.remove(at);
      case 1 -> fields.add(choices.below(fields.size() + 1), field);
      case 2 -> fields.set(at, fields.set(choices.below(fields.size()), field));
      case 3 -> {
        var stranger = some(other, choices);
        if (stranger != null) {
          fields.set(at, stranger);
        }
      }
      default -> fields.set(at, changed(field, other, choices));
    }
    return bytes(fields);
  }

  private static Value changed(Value field, byte[] other, Choices choices) {
    if (field.type() != LENGTH) {
      long number = choices.oneIn(3) ? field.number + choices.below(7) - 3 : Odd.number(choices, 0);
      return field.with(number);
    }
    var text = some(other, choices);
    if (text != null && text.type() == LENGTH && choices.oneIn(3)) {
      return field.with(text.bytes);
    }
    return field.bytes.length == 0
        ? field.with(choices.bytes(choices.below(9)))
        : field.with(Mutation.several(field.bytes, List.of(other), choices));
  }

  /** A field from somewhere inside. */
  private static @Nullable Value some(byte[] message, Choices choices) {
    var fields = fields(message);
    if (fields == null || fields.isEmpty()) {
      return null;
    }
    var field = choices.of(fields);
    var inner = field.type() == LENGTH && !choices.oneIn(5) ? some(field.bytes, choices) : null;
    return inner == null ? field : inner;
  }

  /** Null if it is no message. */
  private static @Nullable List<Value> fields(byte[] message) {
    var fields = new ArrayList<Value>();
    try {
      var in = CodedInputStream.newInstance(message);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (WireFormat.getTagWireType(tag)) {
          case VARINT -> fields.add(new Value(tag, in.readRawVarint64(), new byte[0]));
          case FIXED64 -> fields.add(new Value(tag, in.readRawLittleEndian64(), new byte[0]));
          case FIXED32 -> fields.add(new Value(tag, in.readRawLittleEndian32(), new byte[0]));
          case LENGTH -> fields.add(new Value(tag, 0, in.readByteArray()));
          default -> {
            return null;
          }
        }
      }
    } catch (IOException _) {
      return null;
    }
    return fields;
  }

  private static byte[] bytes(List<Value> fields) {
    var bytes = new ByteArrayOutputStream();
    try {
      var out = CodedOutputStream.newInstance(bytes);
      for (var field : fields) {
        out.writeUInt32NoTag(field.tag);
        switch (field.type()) {
          case VARINT -> out.writeUInt64NoTag(field.number);
          case FIXED64 -> out.writeFixed64NoTag(field.number);
          case FIXED32 -> out.writeFixed32NoTag((int) field.number);
          default -> out.writeByteArrayNoTag(field.bytes);
        }
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
