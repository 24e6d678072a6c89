package io.retrykit.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.time.Nanos;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

/** Ten clients that want more than a server allows, for five minutes of virtual time. */
class AdaptiveConvergenceTest {
  private static final AdmissionRequest REQUEST =
      AdmissionRequest.first("server", 1, Nanos.FOREVER);
  private static final Outcome THROTTLED = Outcome.ofFailure(new IOException("429"));
  private static final double SECONDS = 300;
  private static final double ALLOWED = 20; // a second
  private static final int CLIENTS = 10;
  private static final double THINKS =
      0.15; // a client's pause between calls: 66 calls a second by all

  private record Tally(int accepted, int rejected) {
    double rejectedShare() {
      return (double) rejected / (accepted + rejected);
    }
  }

  private record Waking(double moment, int client, boolean sends) implements Comparable<Waking> {
    @Override
    public int compareTo(Waking other) {
      int earlier = Double.compare(moment, other.moment);
      return earlier == 0 ? Integer.compare(client, other.client) : earlier;
    }
  }

  private static Tally simulate(VirtualTimebase time, Guard guard) {
    PriorityQueue<Waking> wakings = new PriorityQueue<>();
    for (int client = 0; client < CLIENTS; client++) {
      wakings.add(new Waking(client * 0.013, client, false));
    }
    double tokens = ALLOWED;
    double last = 0;
    int accepted = 0;
    int rejected = 0;
    for (Waking next = wakings.remove(); next.moment < SECONDS; next = wakings.remove()) {
      advanceTo(time, next.moment);
      Object lease = null;
      if (!next.sends) {
        Admission admission = guard.admit(REQUEST);
        assertThat(admission.isGranted()).isTrue();
        if (admission.waitNanos() > 0) {
          wakings.add(new Waking(next.moment + admission.waitNanos() / 1e9, next.client, true));
          continue;
        }
        lease = admission.lease();
      }
      tokens = Math.min(ALLOWED, tokens + (next.moment - last) * ALLOWED);
      last = next.moment;
      if (tokens >= 1) {
        tokens--;
        accepted++;
        guard.succeeded(lease, "ok", Admission.UNKNOWN);
      } else {
        rejected++;
        guard.failed(lease, THROTTLED, Verdict.throttled(), Admission.UNKNOWN);
      }
      wakings.add(new Waking(next.moment + THINKS, next.client, false));
    }
    return new Tally(accepted, rejected);
  }

  private static void advanceTo(VirtualTimebase time, double moment) {
    Duration until = Duration.ofNanos((long) (moment * 1e9));
    if (until.compareTo(time.elapsed()) > 0) {
      time.advance(until.minus(time.elapsed()));
    }
  }

  private static Guard unlimited() {
    return new Guard() {
      @Override
      public String name() {
        return "none";
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        return Admission.granted();
      }
    };
  }

  @Test
  void limiter_tooMuchIsWanted_keepsRejectionsFarBelowThoseWithoutIt() {
    VirtualTimebase time = VirtualTimebase.create();
    AdaptiveRateLimiter limiter = AdaptiveRateLimiter.builder().timebase(time).build();
    Tally with = simulate(time, limiter);
    Tally without = simulate(VirtualTimebase.create(), unlimited());
    System.out.printf(
        "a server that allows %.0f/s: without limiter %s, %.3f rejected; with it %s, %.3f%n",
        ALLOWED, without, without.rejectedShare(), with, with.rejectedShare());
    assertThat(without.rejectedShare()).isGreaterThan(0.6);
    assertThat(with.rejectedShare()).isLessThan(without.rejectedShare() / 10);
    assertThat(with.accepted).isGreaterThan(without.accepted * 3 / 4);
    assertThat(limiter.snapshot().measuredRate()).isBetween(ALLOWED / 2, ALLOWED * 1.5);
  }
}
