package org.tornadonn.conformance.oracle;

/** One parameter and its moments while an optimizer runs. */
public final class Moments {

  private static final int MOST = 3;

  /** The parameter. */
  public double w;

  /** What the optimizer remembers, in the order in which PyTorch's state has it. */
  public final double[] kept = new double[MOST];

  public Moments(double w) {
    this.w = w;
  }

  /** Lets a moment follow a number: what is kept is a share of what was. */
  double follow(int moment, double share, double number) {
    kept[moment] = share * kept[moment] + (1 - share) * number;
    return kept[moment];
  }
}
