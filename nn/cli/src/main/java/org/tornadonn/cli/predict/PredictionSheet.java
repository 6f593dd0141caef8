package org.tornadonn.cli.predict;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.tornadonn.data.Angle;
import org.tornadonn.data.DataException;
import org.tornadonn.data.PictureReader;
import org.tornadonn.data.Rotation;
import org.tornadonn.file.FileFault;

/**
 * A picture of predictions beside the truth: each pair shows a picture as the model saw it, with
 * its true upward direction in green and the predicted one in orange, and beside it the picture
 * turned upright by the prediction.
 */
public final class PredictionSheet {

  private static final int CELL = 160;
  private static final int GAP = 12;
  private static final int COLUMNS = 3;
  private static final Color GROUND = new Color(0xf4, 0xf4, 0xf2);
  private static final Color TRUTH = new Color(0x1b, 0x9e, 0x4b);
  private static final Color PREDICTED = new Color(0xf0, 0x7f, 0x13);

  private PredictionSheet() {}

  /** Writes the sheet as PNG. */
  public static void write(Path file, List<Orientation> predictions, List<Angle> truth) {
    int rows = Math.ceilDiv(predictions.size(), COLUMNS);
    int pair = 2 * CELL + GAP / 2;
    var sheet =
        new BufferedImage(
            COLUMNS * (pair + 2 * GAP) + GAP,
            rows * (CELL + GAP) + GAP,
            BufferedImage.TYPE_INT_RGB);
    var graphics = sheet.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.setColor(GROUND);
    graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    for (int i = 0; i < predictions.size(); i++) {
      int x = GAP + i % COLUMNS * (pair + 2 * GAP);
      int y = GAP + i / COLUMNS * (CELL + GAP);
      var prediction = predictions.get(i);
      var picture = PictureReader.readColour(Path.of(prediction.image()));
      graphics.drawImage(picture, x, y, CELL, CELL, null);
      arrow(graphics, x, y, truth.get(i), TRUTH, 9);
      arrow(graphics, x, y, prediction.angle(), PREDICTED, 4);
      upright(graphics, picture, prediction.angle(), x + CELL + GAP / 2, y);
    }
    graphics.dispose();
    try {
      ImageIO.write(sheet, "png", file.toFile());
    } catch (IOException e) {
      throw new DataException("%s cannot be written: %s.".formatted(file, FileFault.reason(e)), e);
    }
  }

  /** The middle of the turned picture, so that no empty corners show. */
  private static void upright(
      Graphics2D graphics, BufferedImage picture, Angle angle, int x, int y) {
    var turned = Rotation.upright(picture, angle);
    int side = (int) (Math.min(picture.getWidth(), picture.getHeight()) / Math.sqrt(2));
    int left = (turned.getWidth() - side) / 2;
    int top = (turned.getHeight() - side) / 2;
    graphics.drawImage(turned, x, y, x + CELL, y + CELL, left, top, left + side, top + side, null);
  }

  /** An arrow from the middle of a cell to where up is. */
  private static void arrow(
      Graphics2D graphics, int x, int y, Angle up, Color colour, float width) {
    double middleX = x + CELL / 2.0;
    double middleY = y + CELL / 2.0;
    double length = CELL * 0.38;
    double tipX = middleX - length * up.sin();
    double tipY = middleY - length * up.cos();
    graphics.setColor(colour);
    graphics.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(new Line2D.Double(middleX, middleY, tipX, tipY));
    var head = new Path2D.Double();
    for (double turn : new double[] {150, -150}) {
      double side = Math.toRadians(up.degrees() + turn);
      head.moveTo(tipX, tipY);
      head.lineTo(tipX - CELL * 0.1 * Math.sin(side), tipY - CELL * 0.1 * Math.cos(side));
    }
    graphics.draw(head);
  }
}
