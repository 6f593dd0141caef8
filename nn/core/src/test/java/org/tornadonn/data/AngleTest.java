package org.tornadonn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AngleTest {

  @ParameterizedTest
  @CsvSource({"0,0", "360,0", "-90,270", "725,5", "-720,0", "359.99,359.99", "-1e-20,0"})
  void liesInOneTurn(double given, double kept) {
    assertEquals(kept, new Angle(given).degrees(), 1e-9);
  }

  @ParameterizedTest
  @CsvSource({"0,1,0", "1,0,90", "0,-1,180", "-1,0,270", "0.3,0.3,45", "-2,2,315", "0,0,0"})
  void comesFromSineAndCosineInThisOrder(double sin, double cos, double degrees) {
    assertEquals(degrees, Angle.fromSinCos(sin, cos).degrees(), 1e-9);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 12.5, 89, 180, 269.5, 359})
  void goesThereAndBack(double degrees) {
    var angle = new Angle(degrees);
    assertEquals(0, Angle.fromSinCos(angle.sin(), angle.cos()).errorTo(angle), 1e-9);
  }

  @ParameterizedTest
  @CsvSource({"10,350,20", "350,10,20", "0,180,180", "90,271,179", "5,5,0"})
  void errorIsTheSmallerWayRound(double a, double b, double error) {
    assertEquals(error, new Angle(a).errorTo(new Angle(b)), 1e-9);
  }

  @Test
  void isFinite() {
    assertThrows(IllegalArgumentException.class, () -> new Angle(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> Angle.fromSinCos(Double.NaN, 1));
  }
}
