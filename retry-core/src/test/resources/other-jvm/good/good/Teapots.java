package good;

import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import io.retrykit.spi.ClassifierProvider;

/** Knows that a teapot stays one. */
public final class Teapots implements ClassifierProvider {
  @Override
  public String name() {
    return "teapots";
  }

  @Override
  public Classifier classifier() {
    return failure ->
        "teapot".equals(failure.getMessage()) ? Verdict.giveUp("a teapot") : Verdict.noOpinion();
  }
}
