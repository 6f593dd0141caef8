package org.tornadonn.data;

import java.util.Arrays;

/**
 * An outdoor scene: a sky with clouds, sun, moon or stars, hills, ground or water, and things that
 * stand on it, larger the nearer they are. By day or night, on dark earth or snow: the bright half
 * is mostly, but not always, on top.
 */
final class OutdoorScene {

  private static final double BRIGHT_SKY = 0.8; // the rest are night or snow

  private final Canvas canvas;
  private final CounterRandom random;
  private final double horizon;
  private final double sky;
  private final double ground;
  private final boolean water;
  private final Landmarks landmarks;

  private OutdoorScene(Canvas canvas, CounterRandom random) {
    this.canvas = canvas;
    this.random = random;
    horizon = random.uniform(0.36, 0.68);
    double one = random.uniform(0.08, 0.95);
    double other = random.uniform(0.08, 0.95);
    if (Math.abs(one - other) < 0.25) {
      other = one > 0.5 ? one - 0.3 : one + 0.3;
    }
    boolean day = random.chance(BRIGHT_SKY);
    sky = day ? Math.max(one, other) : Math.min(one, other);
    ground = day ? Math.min(one, other) : Math.max(one, other);
    water = random.chance(0.2);
    landmarks = new Landmarks(canvas, random, sky, ground, water);
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
    double[] bases = new double[3 + random.below(4)];
    for (int i = 0; i < bases.length; i++) {
      bases[i] = scene.horizon + random.uniform(0.01, 0.3) * random.uniform(0.2, 1);
    }
    Arrays.sort(bases); // what is nearer hides what is farther away
    for (double base : bases) {
      double near = 0.75 + 2.2 * (base - scene.horizon);
      scene.landmarks.draw(random.uniform(0.2, 0.8), base, near);
    }
  }

  private void sky() {
    canvas.background(sky, random.uniform(-0.1, 0.1), random.uniform(-0.2, 0.2));
    if (sky < 0.35 && random.chance(0.5)) {
      for (int i = 8 + random.below(20); i > 0; i--) {
        double r = random.uniform(0.002, 0.004);
        canvas.ellipse(random.uniform(), random.uniform(0, horizon), r, r, 1, 0.9);
      }
    }
    if (random.chance(0.6)) {
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
    double tone = landmarks.against(sky);
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
          horizon - 0.035 * i, random.uniform(0.01, 0.03), tone, random.uniform(-0.2, 0.2), random);
      blend += 0.2;
    }
    double roll = water ? 0 : random.uniform(0, 0.006);
    canvas.below(horizon, roll, ground, random.uniform(-0.25, 0.25), random);
  }

  private void waves() {
    double tone = ground + random.uniform(0.15, 0.35) * (random.chance(0.5) ? 1 : -1);
    for (int i = 35 + random.below(40); i > 0; i--) {
      double depth = random.uniform();
      double y = horizon + 0.015 + depth * depth * (1 - horizon);
      double w = 0.015 + 0.08 * depth;
      double x = random.uniform();
      canvas.stroke(x - w, y, x + w, y, 0.004 + 0.012 * depth, tone);
    }
  }

  private void meadow() {
    if (random.chance(0.25)) {
      path();
    }
    double tone =
        ground + random.uniform(0.22, 0.45) * (ground < random.uniform(0.3, 0.7) ? 1 : -1);
    int texture = random.below(10);
    if (texture < 5) {
      grass(tone);
    } else if (texture < 7) {
      stones(tone);
    } else {
      furrows(tone);
    }
    if (random.chance(0.3)) {
      fence();
    }
  }

  private void grass(double tone) {
    for (int i = 70 + random.below(90); i > 0; i--) {
      double depth = random.uniform();
      double y = horizon + 0.03 + depth * (1 - horizon);
      double h = 0.012 + 0.045 * depth;
      double x = random.uniform();
      canvas.stroke(x, y, x + random.uniform(-0.3, 0.3) * h, y - h, 0.003 + 0.008 * depth, tone);
    }
  }

  private void stones(double tone) {
    for (int i = 45 + random.below(50); i > 0; i--) {
      double depth = random.uniform();
      double r = 0.007 + 0.02 * depth * random.uniform(0.6, 1);
      double y = horizon + 0.02 + depth * (1 - horizon);
      canvas.ellipse(random.uniform(), y, r * 1.4, r * 0.8, tone, 1);
    }
  }

  /** A ploughed field: lines that meet at the horizon. */
  private void furrows(double tone) {
    double far = random.uniform(0.2, 0.8);
    double step = random.uniform(0.15, 0.3);
    for (double near = far - 12 * step; near < far + 12 * step; near += step) {
      double w = step * 0.16;
      canvas.polygon(tone, far, horizon + 0.005, near + w, 1, near - w, 1);
    }
  }

  /** A way to the horizon, narrower the farther. */
  private void path() {
    double far = random.uniform(0.25, 0.75);
    double near = random.uniform(0.1, 0.9);
    double w = random.uniform(0.08, 0.22);
    canvas.polygon(
        landmarks.against(ground),
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
    double tone = landmarks.against(ground);
    double gap = h * random.uniform(0.5, 1.2);
    double from = random.uniform(-0.2, 0.4);
    double to = from + random.uniform(0.4, 0.9);
    for (double x = from; x < to; x += gap) {
      canvas.stroke(x, base, x, base - h, h * 0.12, tone);
    }
    canvas.stroke(from, base - h * 0.8, to, base - h * 0.8, h * 0.1, tone);
    canvas.stroke(from, base - h * 0.4, to, base - h * 0.4, h * 0.1, tone);
  }
}
