package org.tornadonn.data;

/**
 * What stands upright in an outdoor scene: houses, trees, people, poles, cars, and boats on water.
 *
 * <p>Each is drawn at {@code x} on the ground line {@code base}, as high or wide as its last
 * argument says, in tones that stand out against what is behind.
 */
record Landmarks(Canvas canvas, CounterRandom random, double sky, double ground, boolean water) {

  /** Draws one of them; {@code near} scales its size. */
  void draw(double x, double base, double near) {
    int kind = random.below(10);
    if (water) {
      boat(x, base, 0.16 * near);
    } else if (kind < 3) {
      house(x, base, random.uniform(0.13, 0.22) * near);
    } else if (kind < 5) {
      tree(x, base, random.uniform(0.18, 0.34) * near);
    } else if (kind < 7) {
      conifer(x, base, random.uniform(0.18, 0.34) * near);
    } else if (kind < 8) {
      person(x, base, random.uniform(0.12, 0.2) * near);
    } else if (kind < 9) {
      pole(x, base, random.uniform(0.25, 0.4) * near);
    } else {
      car(x, base, random.uniform(0.1, 0.16) * near);
    }
  }

  /** A tone that stands out against another. */
  double against(double tone) {
    double away = random.uniform(0.25, 0.6);
    return tone > random.uniform(0.3, 0.7) ? tone - away : tone + away;
  }

  private void house(double x, double base, double w) {
    double wall = against(ground);
    double roof = against(wall);
    double h = w * random.uniform(0.55, 1.1);
    double peak = w * random.uniform(0.35, 0.7);
    double half = w / 2;
    if (random.chance(0.5)) {
      double at = x + half * random.uniform(-0.6, 0.6);
      canvas.rectangle(at, base - h - peak, at + w * 0.12, base - h, roof);
    }
    canvas.rectangle(x - half, base - h, x + half, base, wall);
    double eaves = half * 1.15;
    double ridge = random.chance(0.5) ? 0 : half * random.uniform(0.3, 0.8);
    canvas.polygon(
        roof,
        x - eaves,
        base - h,
        x - ridge,
        base - h - peak,
        x + ridge,
        base - h - peak,
        x + eaves,
        base - h);
    double dark = against(wall);
    double door = x + half * random.uniform(-0.6, 0.4);
    canvas.rectangle(door, base - Math.min(h * 0.6, w * 0.42), door + w * 0.17, base, dark);
    int floors = h > w * 0.85 ? 2 : 1;
    for (int floor = 0; floor < floors; floor++) {
      double top = base - h + w * (0.1 + 0.4 * floor);
      for (int i = 0; i < 3; i++) {
        double at = x - half + w * (0.12 + 0.3 * i);
        if (floor < floors - 1 || Math.abs(at + w * 0.07 - door - w * 0.085) > w * 0.17) {
          canvas.rectangle(at, top, at + w * 0.14, top + w * 0.18, dark);
        }
      }
    }
  }

  private void tree(double x, double base, double h) {
    double crown = against(random.chance(0.5) ? sky : ground);
    canvas.stroke(x, base, x, base - h * 0.6, h * 0.09, against(ground));
    for (int i = 3 + random.below(4); i > 0; i--) {
      double r = h * random.uniform(0.15, 0.24);
      canvas.ellipse(
          x + h * random.uniform(-0.16, 0.16),
          base - h * random.uniform(0.6, 0.85),
          r,
          r,
          crown + random.uniform(-0.06, 0.06),
          1);
    }
  }

  private void conifer(double x, double base, double h) {
    double tone = against(random.chance(0.5) ? sky : ground);
    canvas.stroke(x, base, x, base - h * 0.3, h * 0.07, against(ground));
    int tiers = 2 + random.below(3);
    for (int i = 0; i < tiers; i++) {
      double foot = base - h * (0.15 + 0.65 * i / tiers);
      double w = h * 0.28 * (1 - 0.75 * i / tiers);
      canvas.polygon(tone, x - w, foot, x + w, foot, x, foot - h * 0.85 / tiers - h * 0.1);
    }
  }

  private void person(double x, double base, double h) {
    double coat = against(ground);
    double legs = against(ground);
    canvas.stroke(x - h * 0.07, base, x - h * 0.02, base - h * 0.45, h * 0.09, legs);
    canvas.stroke(x + h * 0.07, base, x + h * 0.02, base - h * 0.45, h * 0.09, legs);
    canvas.stroke(x, base - h * 0.45, x, base - h * 0.75, h * 0.22, coat);
    double hand = h * random.uniform(0.1, 0.25);
    canvas.stroke(x - h * 0.1, base - h * 0.75, x - hand, base - h * 0.45, h * 0.07, coat);
    canvas.stroke(x + h * 0.1, base - h * 0.75, x + hand, base - h * 0.45, h * 0.07, coat);
    canvas.ellipse(x, base - h * 0.92, h * 0.08, h * 0.09, against(coat), 1);
  }

  private void pole(double x, double base, double h) {
    double tone = against(random.chance(0.5) ? sky : ground);
    double w = h * 0.045;
    canvas.stroke(x, base, x, base - h, w, tone);
    if (random.chance(0.5)) {
      for (int i = 0; i < 2; i++) {
        double y = base - h * (0.95 - 0.12 * i);
        canvas.stroke(x - h * 0.16, y, x + h * 0.16, y, w * 0.8, tone);
      }
    } else {
      double side = random.chance(0.5) ? h * 0.2 : -h * 0.2;
      canvas.stroke(x, base - h, x + side, base - h, w * 0.8, tone);
      canvas.ellipse(x + side, base - h * 0.97, h * 0.06, h * 0.03, against(tone), 1);
    }
  }

  private void car(double x, double base, double h) {
    double tone = against(ground);
    double glass = against(tone);
    canvas.polygon(
        glass,
        x - h * 0.7,
        base - h * 0.55,
        x - h * 0.45,
        base - h,
        x + h * 0.4,
        base - h,
        x + h * 0.75,
        base - h * 0.55);
    canvas.rectangle(x - h * 1.2, base - h * 0.6, x + h * 1.2, base - h * 0.15, tone);
    for (double wheel : new double[] {-0.7, 0.7}) {
      canvas.ellipse(x + h * wheel, base - h * 0.17, h * 0.2, h * 0.2, against(tone), 1);
    }
  }

  private void boat(double x, double base, double h) {
    double hull = against(ground);
    canvas.polygon(
        hull,
        x - h * 0.7,
        base - h * 0.25,
        x + h * 0.7,
        base - h * 0.25,
        x + h * 0.45,
        base,
        x - h * 0.5,
        base);
    canvas.stroke(x, base - h * 0.25, x, base - h * 1.5, h * 0.05, hull);
    double sail = against(sky);
    canvas.polygon(
        sail,
        x + h * 0.06,
        base - h * 1.45,
        x + h * 0.06,
        base - h * 0.35,
        x + h * 0.6,
        base - h * 0.35);
    if (random.chance(0.6)) {
      canvas.polygon(
          sail,
          x - h * 0.06,
          base - h * 1.2,
          x - h * 0.06,
          base - h * 0.35,
          x - h * 0.45,
          base - h * 0.35);
    }
  }
}
