package hidden;

import java.util.Map;

/** The same in a package that its module keeps to itself. */
public class Unseen extends RuntimeException {
  public int getStatusCode() {
    return 429;
  }

  public Map<String, String> getHeaders() {
    return Map.of("Retry-After", "7");
  }
}
