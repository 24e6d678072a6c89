package good;

import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.spi.GuardProvider;
import io.retrykit.spi.ProviderSettings;

/** Lets so many attempts through, then no more. */
public final class Turnstile implements GuardProvider {
  @Override
  public String name() {
    return "turnstile";
  }

  @Override
  public Guard create(ProviderSettings settings) {
    long most = settings.integer("most", 0, 100).orElse(0);
    return new Guard() {
      @Override
      public String name() {
        return "turnstile";
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        return request.attempt() <= most ? Admission.granted() : Admission.refused("shut", -1);
      }
    };
  }
}
