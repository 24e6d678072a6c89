package app;

import java.util.Map;

/** What a client of nobody's throws. */
public class Refused extends RuntimeException {
  public int getStatusCode() {
    return 429;
  }

  public Map<String, String> getHeaders() {
    return Map.of("Retry-After", "7");
  }
}
