package io.retrykit.loop;

/**
 * How far a call has come whose attempts are made beside each other. A class of its own, as calls of which many wait
 * have no room for what only these need.
 */
public final class HedgedState extends CallState {
  private boolean reported;

  /** Makes the state of a call in its first attempt. */
  public HedgedState() {}

  /** What the attempt came to was reported to the budget while another one might still have begun beside it. */
  public void reported() {
    reported = true;
  }

  @Override
  boolean takeUnreported() {
    boolean unreported = !reported;
    reported = false;
    return unreported;
  }
}
