package io.retrykit.examples;

import io.retrykit.examples.bedrock.EmbeddedBedrock;
import io.retrykit.examples.bedrock.Reply;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/** Asks a Claude model on Amazon Bedrock one question, retried, against an embedded server or the real service. */
@Command(
    name = "retry-examples",
    mixinStandardHelpOptions = true,
    version = "retrykit examples",
    sortOptions = false,
    description = {
      "Asks a Claude model on Amazon Bedrock one question through the real AWS client, retried.",
      "Without --live the answer comes from a server inside this process, which throttles first.",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:answered",
      "1:the call failed, or there are no AWS credentials",
      "2:wrong usage"
    })
public final class Main implements Callable<Integer> {
  @Spec
  private @Nullable CommandSpec spec;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description = "what to ask (default: ${DEFAULT-VALUE})")
  private String prompt = "Why do clients add jitter to their backoff?";

  @Option(
      names = "--failures",
      paramLabel = "N",
      description = {
        "how often the embedded server fails before it answers, alternating throttling and 503",
        "(default: ${DEFAULT-VALUE})"
      })
  private int failures = 3;

  @Option(
      names = "--retry-after",
      paramLabel = "S",
      description = {
        "seconds that the embedded server asks to wait for when it throttles; 0: it does not say",
        "(default: ${DEFAULT-VALUE})"
      })
  private int retryAfter = 1;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "attempts, the first included (default: ${DEFAULT-VALUE})")
  private int maxAttempts = 5;

  @Option(
      names = "--initial-delay",
      paramLabel = "MS",
      description = "first pause in milliseconds (default: ${DEFAULT-VALUE})")
  private long initialDelay = 200;

  @Option(names = "--live", description = "call AWS instead of the embedded server")
  private boolean live;

  @Option(
      names = "--region",
      paramLabel = "R",
      description = "AWS region, with --live (default: ${DEFAULT-VALUE})")
  private String region = "us-east-1";

  @Option(
      names = "--model",
      paramLabel = "M",
      description = "model or inference profile id (default: ${DEFAULT-VALUE})")
  private String model = "anthropic.claude-3-haiku-20240307-v1:0";

  /** Runs it; exits with the code documented, if that is not zero. */
  public static void main(String... arguments) {
    int code = commandLine().execute(arguments);
    if (code != 0) {
      System.exit(code);
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main()).setExecutionExceptionHandler((failure, command, parsed) -> {
      command.getErr().println("failed: " + oneLine(failure));
      return 1;
    });
  }

  @Override
  public Integer call() throws Exception {
    check(maxAttempts >= 1, "--max-attempts must be 1 or more, was " + maxAttempts);
    check(initialDelay >= 0, "--initial-delay must be zero or more, was " + initialDelay);
    check(failures >= 0, "--failures must be zero or more, was " + failures);
    check(retryAfter >= 0, "--retry-after must be zero or more, was " + retryAfter);
    return live ? live() : embedded();
  }

  private int embedded() throws Exception {
    try (EmbeddedBedrock server = EmbeddedBedrock.start();
        BedrockRuntimeClient client = BedrockClients.embedded(server.endpoint())) {
      for (int i = 0; i < failures; i++) {
        server.enqueue(i % 2 == 0 ? throttled() : Reply.serviceUnavailable());
      }
      out().println("embedded server at " + server.endpoint());
      try {
        invoke().run(new Claude(client, model), prompt);
      } finally {
        out().println("         the server saw " + server.requestCount() + " requests");
        out().flush();
      }
    }
    return 0;
  }

  private Reply throttled() {
    return retryAfter == 0
        ? Reply.throttled()
        : Reply.throttled().retryAfter(Integer.toString(retryAfter));
  }

  private int live() throws Exception {
    try (DefaultCredentialsProvider credentials =
        DefaultCredentialsProvider.builder().build()) {
      try {
        credentials.resolveCredentials();
      } catch (SdkClientException none) {
        command()
            .getErr()
            .println(
                "no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile");
        return 1;
      }
      try (BedrockRuntimeClient client = BedrockClients.live(region, credentials)) {
        invoke().run(new Claude(client, model), prompt);
      }
    }
    return 0;
  }

  private Invoke invoke() {
    return new Invoke(out(), maxAttempts, Duration.ofMillis(initialDelay));
  }

  private void check(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(command(), message);
    }
  }

  private PrintWriter out() {
    return command().getOut();
  }

  private CommandLine command() {
    if (spec == null) {
      throw new IllegalStateException("not run through picocli");
    }
    return spec.commandLine();
  }

  /** Returns a failure as one line: its kind, and the first line of what it says. */
  static String oneLine(@Nullable Throwable failure) {
    if (failure == null) {
      return "";
    }
    String message = failure.getMessage() == null
        ? ""
        : ": " + failure.getMessage().lines().findFirst().orElse("");
    return failure.getClass().getSimpleName() + message;
  }
}
