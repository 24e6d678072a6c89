package broken;

import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import io.retrykit.spi.ClassifierProvider;

/** Needs a class that is gone when the program runs. */
public final class Unlinked implements ClassifierProvider {
  private final Object needed = new Gone();

  @Override
  public String name() {
    return "unlinked";
  }

  @Override
  public Classifier classifier() {
    return failure -> Verdict.noOpinion();
  }
}
