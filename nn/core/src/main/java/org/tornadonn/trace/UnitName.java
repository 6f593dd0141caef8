package org.tornadonn.trace;

/**
 * One unit of a linear layer, written {@code fc.2:0}.
 *
 * @param layer the layer, as in {@code state_dict}: {@code fc.2}
 * @param unit the output, counted from 0
 */
public record UnitName(String layer, int unit) {

  /**
   * Reads {@code LAYER:UNIT}.
   *
   * @throws IllegalArgumentException if the text is none
   */
  public static UnitName parse(String text) {
    int colon = text.lastIndexOf(':');
    try {
      if (colon > 0) {
        return new UnitName(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "'%s' is no unit of a layer: write LAYER:UNIT, for example fc.2:0.".formatted(text));
  }

  @Override
  public String toString() {
    return layer + ":" + unit;
  }
}
