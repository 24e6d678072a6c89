package io.retrykit.examples;

import io.retrykit.Retry;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.circuitbreaker.CircuitState;
import io.retrykit.examples.bedrock.EmbeddedBedrock;
import io.retrykit.examples.bedrock.Reply;
import io.retrykit.examples.timeline.Span;
import io.retrykit.examples.timeline.TextPicture;
import io.retrykit.examples.timeline.Timeline;
import io.retrykit.examples.timeline.TimelinePage;
import io.retrykit.time.Timebase;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Retry and breaker through an outage: while the server is down it is asked a few times, not again and again. */
@Command(
    name = "breaker",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes calls while the embedded server is well, down, and well again, and draws what they went through.",
      "Each attempt asks the breaker; after five failures in a row it opens, for a second at a time.",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the breaker opened, and closed again when the server was back",
      "1:it did not, or the port is taken",
      "2:wrong usage"
    })
public final class BreakerCommand implements Callable<Integer> {
  @Spec
  private @Nullable CommandSpec spec;

  @Mixin
  private Service service = new Service();

  @Mixin
  private PolicyOptions policy = new PolicyOptions();

  @Option(
      names = "--calls",
      paramLabel = "N",
      description = "calls in each of the three times (default: ${DEFAULT-VALUE})")
  private int calls = 12;

  @Option(names = "--html", paramLabel = "FILE", description = "writes the picture as a page, too")
  private @Nullable Path html;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = Console.out(spec);
    if (spec != null && (calls < 1 || calls > 1_000)) {
      throw new ParameterException(spec.commandLine(), "--calls must be 1 to 1000, was " + calls);
    }
    for (String option : List.of("--failures", "--retry-after")) {
      if (spec != null && spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new ParameterException(
            spec.commandLine(),
            option + " has no effect here: the server is down in the second of three times");
      }
    }
    Pages.open(html); // who cannot have it need not wait for it
    Timebase time = Timebase.system();
    Timeline timeline = new Timeline(time);
    CircuitBreaker breaker = CircuitBreaker.builder("claude")
        .consecutiveFailures(5)
        .openTime(Duration.ofSeconds(1))
        .listener(step -> {
          timeline.breaker(step);
          out.println("breaker: " + step.from() + " -> " + step.to() + ", " + step.reason());
        })
        .build();
    Retry retry = Retry.with(policy.builder().guard(breaker).listener(timeline).build());
    try (Session session = service.openHealthy()) {
      EmbeddedBedrock server = session
          .server()
          .orElseThrow(
              () -> new CommandFailure(ExitCode.USAGE, "breaker has no --live: no outage at will"));
      Outage outage =
          new Outage(new Claude(session.client(), service.model()), retry, timeline, time, out);
      out.println(session.where());
      outage.phase("well", calls, server);
      server.always(Reply.serviceUnavailable());
      outage.phase("down", calls, server);
      server.always(Reply.echo());
      outage.phase("well again", calls, server);
      out.println();
      out.print(TextPicture.draw(timeline.spans(), 100));
      out.flush();
      Pages.write(html, () -> TimelinePage.of("Calls through an outage", timeline.spans()), out);
      boolean opened = timeline.spans().stream().anyMatch(span -> span.kind() == Span.Kind.OPEN);
      if (!opened || breaker.state() != CircuitState.CLOSED) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "failed: the breaker " + (opened ? "did not close again" : "did not open")
                + ": too few calls for it, see --calls");
      }
      return ExitCode.DONE;
    }
  }
}
