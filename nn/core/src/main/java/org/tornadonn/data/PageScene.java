package org.tornadonn.data;

/**
 * A page of text as seen from some distance: a title or none, paragraphs that are flush left and
 * ragged right with short last lines, lists, tables, figures with captions, a page number. Letters
 * are drawn strokes with ascenders, descenders and capitals; no font is used.
 */
final class PageScene {

  private static final double ASCENDERS = 0.32; // of English letters
  private static final double DESCENDERS = 0.07;

  private final Canvas canvas;
  private final CounterRandom random;
  private final double paper;
  private final double ink;
  private final double left;
  private final double right;
  private final double pitch;
  private final double bottom;
  private double y;

  private PageScene(Canvas canvas, CounterRandom random) {
    this.canvas = canvas;
    this.random = random;
    paper = random.uniform(0.7, 1);
    ink = random.uniform(0, paper - 0.5);
    left = random.uniform(0.14, 0.27);
    right = random.uniform(0.74, 0.88);
    pitch = random.chance(0.8) ? random.uniform(0.065, 0.1) : random.uniform(0.05, 0.065);
    bottom = random.uniform(0.76, 0.98);
  }

  static void draw(Canvas canvas, CounterRandom random) {
    var page = new PageScene(canvas, random);
    canvas.background(page.paper, random.uniform(-0.1, 0.1), random.uniform(-0.1, 0.1));
    page.y = random.chance(0.8) ? random.uniform(0.16, 0.28) : random.uniform(0.02, 0.12);
    if (random.chance(0.8)) {
      page.title();
    }
    while (page.y < page.bottom) {
      page.block();
    }
    if (random.chance(0.4)) {
      double middle = random.chance(0.7) ? (page.left + page.right) / 2 : page.right - 0.05;
      page.word(
          middle,
          Math.min(0.95, page.bottom + 1.6 * page.pitch),
          page.pitch * 0.9,
          1 + random.below(2),
          0.05,
          true);
    }
  }

  private void title() {
    double height = pitch * random.uniform(1.4, 2);
    double width = (right - left) * random.uniform(0.45, 0.9);
    double from = random.chance(0.6) ? left : (left + right - width) / 2;
    words(from, from + width, y + height * 0.75, height, 0.17, true);
    y += height * random.uniform(1.1, 1.5);
    if (random.chance(0.3)) {
      canvas.stroke(left, y - height * 0.2, right, y - height * 0.2, pitch * 0.08, ink);
      y += pitch * 0.4;
    }
  }

  private void block() {
    double kind = random.uniform();
    if (kind < 0.68) {
      paragraph(
          left, 2 + random.below(5), random.chance(0.4) ? pitch * random.uniform(0.6, 1.6) : 0);
    } else if (kind < 0.82) {
      list();
    } else if (kind < 0.91) {
      table();
    } else {
      figure();
    }
    y += pitch * random.uniform(0.3, 1);
  }

  private void paragraph(double from, int lines, double indent) {
    for (int line = 0; line < lines && y < bottom; line++) {
      double length = line == lines - 1 ? random.uniform(0.15, 0.65) : random.uniform(0.78, 1);
      double start = from + (line == 0 ? indent : 0);
      words(start, from + (right - from) * length, y + pitch * 0.72, pitch, 0.11, line == 0);
      y += pitch;
    }
  }

  private void list() {
    int items = 2 + random.below(4);
    double indent = pitch * random.uniform(0.8, 1.3);
    for (int item = 0; item < items && y < bottom; item++) {
      canvas.ellipse(left + pitch * 0.2, y + pitch * 0.5, pitch * 0.15, pitch * 0.15, ink, 1);
      paragraph(left + indent, 1 + random.below(2), 0);
    }
  }

  private void table() {
    int rows = 3 + random.below(4);
    int columns = 2 + random.below(3);
    double width = (right - left) / columns;
    double line = pitch * 0.07;
    canvas.stroke(left, y, right, y, line, ink);
    for (int row = 0; row < rows && y < bottom; row++) {
      for (int column = 0; column < columns; column++) {
        double from = left + width * column + pitch * 0.2;
        words(
            from,
            from + width * random.uniform(0.3, 0.8),
            y + pitch * 0.78,
            pitch,
            row == 0 ? 0.18 : 0.1,
            true);
      }
      y += pitch * 1.1;
      if (row == 0) {
        canvas.stroke(left, y, right, y, line * 2, ink);
      }
    }
    canvas.stroke(left, y, right, y, line, ink);
    y += pitch * 0.3;
  }

  /** A chart with bars that stand on its axis, and a caption below. */
  private void figure() {
    double height = random.uniform(0.15, 0.28);
    double from = left + (right - left) * random.uniform(0, 0.3);
    double foot = y + height;
    int bars = 3 + random.below(4);
    double step = (right - from) / bars;
    double tone = random.uniform(ink, (ink + paper) / 2);
    for (int bar = 0; bar < bars; bar++) {
      double x = from + step * (bar + 0.2);
      canvas.rectangle(x, foot - height * random.uniform(0.15, 0.95), x + step * 0.6, foot, tone);
    }
    canvas.stroke(from, y, from, foot, pitch * 0.08, ink);
    canvas.stroke(from, foot, right, foot, pitch * 0.08, ink);
    y = foot + pitch * 0.3;
    words(
        from,
        from + (right - from) * random.uniform(0.4, 0.8),
        y + pitch * 0.6,
        pitch * 0.8,
        0.1,
        true);
    y += pitch;
  }

  /** Words from {@code x} until the line is full. */
  private void words(
      double x, double end, double base, double height, double weight, boolean capital) {
    boolean first = capital || random.chance(0.3);
    while (x < end - height * 0.6) { // half a word may stand over
      int letters = 1 + random.below(4) + random.below(6);
      x = word(x, base, height, letters, weight, first) + height * 0.3;
      first = random.chance(0.12);
    }
  }

  /** One word; returns where it ends. */
  private double word(
      double x, double base, double height, int letters, double weight, boolean capital) {
    double low = height * 0.36; // x-height
    double tall = height * 0.64;
    double pen = height * weight;
    for (int i = 0; i < letters; i++) {
      double kind = random.uniform();
      double width = height * random.uniform(0.22, 0.34);
      if (i == 0 && capital) {
        canvas.stroke(x, base, x, base - tall, pen * 1.2, ink);
        canvas.stroke(x, base - tall, x + width, base - tall * 0.9, pen * 1.2, ink);
        canvas.stroke(
            x + width,
            base - tall * 0.9,
            x + width * random.uniform(0.6, 1),
            base - random.uniform(0, 0.5) * tall,
            pen * 1.2,
            ink);
        width *= 1.2;
      } else if (kind < ASCENDERS) {
        canvas.stroke(x, base, x, base - tall, pen, ink);
        if (random.chance(0.6)) {
          bowl(x, base, width, low, pen);
        } else {
          width *= 0.6;
        }
      } else if (kind < ASCENDERS + DESCENDERS) {
        bowl(x, base, width, low, pen);
        canvas.stroke(x + width, base - low, x + width * 0.8, base + height * 0.24, pen, ink);
      } else {
        bowl(x, base, width, low, pen);
      }
      x += width + height * 0.1;
    }
    if (random.chance(0.12)) { // a full stop or comma sits on the line
      canvas.stroke(x, base, x, base - pen * 0.3, pen * 1.3, ink);
      x += height * 0.1;
    }
    return x;
  }

  /** The body of a small letter: two or three strokes between the line and the x-height. */
  private void bowl(double x, double base, double width, double low, double pen) {
    double top = base - low;
    switch (random.below(4)) {
      case 0 -> { // n, h
        canvas.stroke(x, base, x, top, pen, ink);
        canvas.stroke(x, top, x + width, top + low * 0.2, pen, ink);
        canvas.stroke(x + width, top + low * 0.2, x + width, base, pen, ink);
      }
      case 1 -> { // c, e
        canvas.stroke(x, base - low / 2, x + width, top + low * 0.1, pen, ink);
        canvas.stroke(x, base - low / 2, x + width, base - low * 0.05, pen, ink);
      }
      case 2 -> { // s, z
        canvas.stroke(x, top, x + width, top, pen, ink);
        canvas.stroke(x, base, x + width, top, pen, ink);
        canvas.stroke(x, base, x + width, base, pen, ink);
      }
      default -> { // o, a
        canvas.stroke(x, base - low * 0.15, x, top + low * 0.15, pen, ink);
        canvas.stroke(x + width, base - low * 0.1, x + width, top + low * 0.15, pen, ink);
        canvas.stroke(x, base, x + width, base, pen, ink);
        canvas.stroke(x, top, x + width, top, pen, ink);
      }
    }
  }
}
