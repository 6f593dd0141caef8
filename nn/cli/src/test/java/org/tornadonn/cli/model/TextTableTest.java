package org.tornadonn.cli.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void columnsAreAsWideAsTheirWidestCells() {
    var table = new TextTable(2, "layer", "step", "µs", "");
    table.add("conv.0 + conv.1", "relu", "1.5", "");
    table.add("fc", "linear forward", "12.25", "2×");
    assertEquals(
        """
        layer            step               µs
        conv.0 + conv.1  relu              1.5
        fc               linear forward  12.25  2×
        """,
        table.toString().replace(System.lineSeparator(), "\n"));
  }
}
