package io.retrykit.examples.batch;

import io.retrykit.Retry;
import io.retrykit.examples.ExitCode;
import io.retrykit.examples.PolicyOptions;
import io.retrykit.examples.Service;
import io.retrykit.examples.Session;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.Durations;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Many prompts from a file, each answered once in the end, however often it is killed and begun again. */
@Command(
    name = "batch",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Asks the prompts of a JSONL file, and writes a line for each: its answer, or why there is none.",
      "A prompt is {\"id\": \"a\", \"prompt\": \"Why?\"} in a line. Run it again with the same output file: what is answered",
      "stays, what failed or is missing is asked.",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all answered",
      "1:the output cannot be written or is another batch's, no AWS credentials, or the port is taken",
      "2:wrong usage, or an input or output file that is not what it should be",
      "3:some failed, the others are answered",
      "130, 143:stopped by a signal; what was answered is written"
    })
public final class BatchCommand implements Callable<Integer> {
  @Spec
  private @Nullable CommandSpec spec;

  @Mixin
  private Service service = new Service();

  @Mixin
  private PolicyOptions policy = new PolicyOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "INPUT",
      description = "the file of prompts (default: 30 that come with the examples)")
  private @Nullable Path input;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "the file of results (default: ${DEFAULT-VALUE}); FILE.lock beside it stays")
  private Path output = Path.of("batch-results.jsonl");

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description =
          "calls at once, up to the 50 connections of the client (default: ${DEFAULT-VALUE})")
  private int concurrency = 8;

  @Option(
      names = "--requests-per-minute",
      paramLabel = "N",
      description = "quota of requests (default: ${DEFAULT-VALUE})")
  private long requestsPerMinute = 1_000;

  @Option(
      names = "--tokens-per-minute",
      paramLabel = "N",
      description = "quota of tokens (default: ${DEFAULT-VALUE})")
  private long tokensPerMinute = 1_000_000;

  @Option(
      names = "--failure-every",
      paramLabel = "N",
      description =
          "of so many requests the embedded server fails one; 0: none (default: ${DEFAULT-VALUE})")
  private int failureEvery = 4;

  @Option(
      names = "--reply-delay",
      paramLabel = "D",
      description = "how long the embedded server takes for an answer (default: ${DEFAULT-VALUE})")
  private String replyDelay = "50ms";

  @Option(names = "--no-progress", description = "shows no progress on standard error")
  private boolean quiet;

  @Override
  public Integer call() {
    CommandSpec command = spec;
    if (command == null) {
      throw new IllegalStateException("not run through picocli");
    }
    Duration delay = checked(command);
    RetryPolicy limited = Limits.around(policy.builder(), requestsPerMinute, tokensPerMinute);
    PromptFile prompts = input == null ? PromptFile.sample() : new PromptFile(input);
    int total = prompts.check();
    try (Session session = service.openHealthy();
        ResultFile results = ResultFile.open(output)) {
      session.server().ifPresent(server -> server.respondWith(new Moody(failureEvery, delay)));
      PrintWriter errors = quiet
          ? new PrintWriter(PrintWriter.nullWriter())
          : command.commandLine().getErr();
      Progress progress =
          new Progress(errors, total, results.answersBefore(), Progress.onTerminal());
      Batch batch = new Batch(
          session.client(), service.model(), Retry.with(limited), results, progress, concurrency);
      runUntilStopped(batch, prompts, results);
      return sumUp(command.commandLine().getOut(), batch, total, results, session);
    }
  }

  /** A signal ends the calls under way, and closes the file behind them. */
  private static void runUntilStopped(Batch batch, PromptFile prompts, ResultFile results) {
    Thread atExit = new Thread(
        () -> {
          batch.stop();
          results.close();
        },
        "batch-stop");
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      batch.run(prompts);
    } finally {
      release(atExit);
    }
  }

  private static void release(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException ending) {
      // it is at work: a signal has come
    }
  }

  private int sumUp(PrintWriter out, Batch batch, int total, ResultFile results, Session session) {
    int failed = total - results.answersBefore() - batch.answered();
    out.printf(
        "%d prompts: %d answered before, %d answered now, %d failed; results in %s%n",
        total, results.answersBefore(), batch.answered(), failed, output);
    batch.reasons().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(reason -> out.println("  " + reason.getValue() + " x " + reason.getKey()));
    session
        .server()
        .ifPresent(server -> out.println("the server saw " + server.requestCount() + " requests"));
    out.flush();
    return failed == 0 ? ExitCode.DONE : ExitCode.PARTLY;
  }

  private Duration checked(CommandSpec command) {
    check(
        command,
        concurrency >= 1 && concurrency <= 50,
        "--concurrency must be 1 to 50, was " + concurrency);
    check(
        command,
        requestsPerMinute >= 1,
        "--requests-per-minute must be 1 or more, was " + requestsPerMinute);
    check(
        command,
        tokensPerMinute >= 1,
        "--tokens-per-minute must be 1 or more, was " + tokensPerMinute);
    check(command, failureEvery >= 0, "--failure-every must be zero or more, was " + failureEvery);
    try {
      return Durations.parse("--reply-delay", replyDelay);
    } catch (IllegalArgumentException malformed) {
      throw new ParameterException(command.commandLine(), String.valueOf(malformed.getMessage()));
    }
  }

  private static void check(CommandSpec command, boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(command.commandLine(), message);
    }
  }
}
