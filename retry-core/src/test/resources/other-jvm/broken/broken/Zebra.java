package broken;

import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import io.retrykit.spi.ClassifierProvider;

/** Works, and comes last. */
public final class Zebra implements ClassifierProvider {
  @Override
  public String name() {
    return "zebra";
  }

  @Override
  public Classifier classifier() {
    return failure -> Verdict.noOpinion();
  }
}
