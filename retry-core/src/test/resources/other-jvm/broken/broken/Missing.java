package broken;

import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import io.retrykit.spi.ClassifierProvider;

/** Is gone when the program runs. */
public class Missing implements ClassifierProvider {
  @Override
  public String name() {
    return "missing";
  }

  @Override
  public Classifier classifier() {
    return failure -> Verdict.noOpinion();
  }
}
