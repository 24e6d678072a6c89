package broken;

import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import io.retrykit.spi.ClassifierProvider;

/** Fails when it is made. */
public final class Throwing implements ClassifierProvider {
  /** Fails. */
  public Throwing() {
    throw new IllegalStateException("no licence");
  }

  @Override
  public String name() {
    return "throwing";
  }

  @Override
  public Classifier classifier() {
    return failure -> Verdict.noOpinion();
  }
}
