package broken;

import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import io.retrykit.spi.ClassifierProvider;

/** Works, and comes first. */
public final class Aardvark implements ClassifierProvider {
  @Override
  public String name() {
    return "aardvark";
  }

  @Override
  public Classifier classifier() {
    return failure -> Verdict.noOpinion();
  }
}
