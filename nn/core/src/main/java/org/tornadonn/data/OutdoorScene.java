package org.tornadonn.data;

import java.util.Arrays;

/**
 * An outdoor scene: a sky with clouds, sun, moon or stars, hills, ground or water, and things that
 * stand on it, larger the nearer they are. By day or night, on dark earth or snow, so that neither
 * the bright half nor the dark half is always on top.
 */
final class OutdoorScene {

  private final Canvas canvas;
  private final CounterRandom random;
  private final double horizon;
  private final double sky;
  private final double ground;
  private final boolean water;

  private OutdoorScene(Canvas canvas, CounterRandom random) {
    this.canvas = canvas;
    this.random = random;
    horizon = random.uniform(0.36, 0.68);
    sky = random.uniform(0.08, 0.95);
    double other = random.uniform(0.08, 0.95);
    double gap = other - sky;
    ground = Math.abs(gap) < 0.15 ? (sky > 0.5 ? sky - 0.25 : sky + 0.25) : other;
    water = random.chance(0.2);
  }

  static void draw(Canvas canvas, CounterRandom random) {
    var scene = new OutdoorScene(canvas, random);
    scene.sky();
    scene.land();
    if (scene.water) {
      scene.waves();
    } else {
      scene.meadow();
    }
    double[] bases = new double[2 + random.below(5)];
    for (int i = 0; i < bases.length; i++) {
      bases[i] = scene.horizon + random.uniform(0.01, 0.3) * random.uniform(0.2, 1);
    }
    Arrays.sort(bases); // what is nearer hides what is farther away
    for (double base : bases) {
      scene.thing(base);
    }
  }

  /** A tone that stands out against another. */
  private double against(double tone) {
    double away = random.uniform(0.25, 0.6);
    return tone > random.uniform(0.3, 0.7) ? tone - away : tone + away;
  }

  private void sky() {
    canvas.background(sky, random.uniform(-0.1, 0.1), random.uniform(-0.35, 0.35));
    if (sky < 0.35 && random.chance(0.7)) {
      for (int i = 10 + random.below(30); i > 0; i--) {
        double r = random.uniform(0.002, 0.006);
        canvas.ellipse(random.uniform(), random.uniform(0, horizon), r, r, 1, 0.9);
      }
    }
    if (random.chance(0.45)) {
      double r = random.uniform(0.025, 0.07);
      double tone = sky > 0.6 && random.chance(0.4) ? sky - 0.3 : Math.min(1, sky + 0.4);
      canvas.ellipse(
          random.uniform(0.15, 0.85), random.uniform(0.08, horizon - 0.1), r, r, tone, 1);
    }
    for (int i = random.below(4); i > 0; i--) {
      cloud(random.uniform(0.05, 0.95), random.uniform(0.08, horizon - 0.08));
    }
    if (random.chance(0.25)) {
      birds();
    }
  }

  /** Puffs above a flat base. */
  private void cloud(double cx, double base) {
    double width = random.uniform(0.1, 0.26);
    double tone = sky + random.uniform(0.1, 0.3) * (random.chance(0.6) ? 1 : -1);
    int puffs = 4 + random.below(4);
    for (int i = 0; i < puffs; i++) {
      double along = (i + 0.5) / puffs * 2 - 1;
      double r = width * random.uniform(0.2, 0.32) * (1.15 - Math.abs(along));
      canvas.ellipse(cx + along * width * 0.6, base - r * 0.7, r * 1.2, r, tone, 0.85);
    }
    canvas.ellipse(cx, base, width * 0.75, width * 0.09, tone, 0.9);
  }

  private void birds() {
    double tone = against(sky);
    for (int i = 2 + random.below(4); i > 0; i--) {
      double x = random.uniform(0.2, 0.8);
      double y = random.uniform(0.1, horizon - 0.06);
      double w = random.uniform(0.015, 0.03);
      canvas.stroke(x - w, y - w * 0.6, x, y, 0.006, tone);
      canvas.stroke(x + w, y - w * 0.6, x, y, 0.006, tone);
    }
  }

  private void land() {
    double blend = random.uniform(0.25, 0.5);
    for (int i = random.below(3); i > 0; i--) {
      double tone = sky + (ground - sky) * blend + random.uniform(-0.1, 0.1);
      canvas.below(
          horizon - 0.05 * i, random.uniform(0.02, 0.08), tone, random.uniform(-0.2, 0.2), random);
      blend += 0.2;
    }
    double roll = water ? 0 : random.uniform(0, 0.015);
    canvas.below(horizon, roll, ground, random.uniform(-0.4, 0.4), random);
  }

  private void waves() {
    double tone = ground + random.uniform(0.08, 0.25) * (random.chance(0.5) ? 1 : -1);
    for (int i = 15 + random.below(30); i > 0; i--) {
      double depth = random.uniform();
      double y = horizon + 0.015 + depth * depth * (1 - horizon);
      double w = 0.015 + 0.08 * depth;
      double x = random.uniform();
      canvas.stroke(x - w, y, x + w, y, 0.003 + 0.01 * depth, tone);
    }
  }

  private void meadow() {
    if (random.chance(0.4)) {
      path();
    }
    if (random.chance(0.5)) {
      double tone = ground + random.uniform(0.1, 0.3) * (random.chance(0.5) ? 1 : -1);
      for (int i = 20 + random.below(60); i > 0; i--) {
        double depth = random.uniform();
        double y = horizon + 0.03 + depth * (1 - horizon);
        double h = 0.008 + 0.03 * depth;
        double x = random.uniform();
        canvas.stroke(x, y, x + random.uniform(-0.4, 0.4) * h, y - h, 0.002 + 0.006 * depth, tone);
      }
    }
    if (random.chance(0.3)) {
      fence();
    }
  }

  /** A way to the horizon, narrower the farther. */
  private void path() {
    double far = random.uniform(0.25, 0.75);
    double near = random.uniform(0.1, 0.9);
    double w = random.uniform(0.08, 0.22);
    canvas.polygon(
        against(ground),
        far - 0.01,
        horizon + 0.015,
        far + 0.01,
        horizon + 0.015,
        near + w,
        1,
        near - w,
        1);
  }

  private void fence() {
    double base = horizon + random.uniform(0.05, 0.2);
    double h = random.uniform(0.05, 0.1);
    double tone = against(ground);
    double gap = h * random.uniform(0.5, 1.2);
    double from = random.uniform(-0.2, 0.4);
    double to = from + random.uniform(0.4, 0.9);
    for (double x = from; x < to; x += gap) {
      canvas.stroke(x, base, x, base - h, h * 0.12, tone);
    }
    canvas.stroke(from, base - h * 0.8, to, base - h * 0.8, h * 0.1, tone);
    canvas.stroke(from, base - h * 0.4, to, base - h * 0.4, h * 0.1, tone);
  }

  private void thing(double base) {
    double x = random.uniform(0.12, 0.88);
    double near = 0.75 + 2.2 * (base - horizon);
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
