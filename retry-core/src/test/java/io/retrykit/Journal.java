package io.retrykit;

import io.retrykit.failure.Classifier;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryListener;
import io.retrykit.time.Nanos;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What happens around a call, as lines of one list: whatever it hands out writes there. Safe for many threads. */
final class Journal {
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  void note(String line) {
    lines.add(line);
  }

  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** Returns the lines that begin with a word. */
  List<String> lines(String first) {
    return lines().stream().filter(line -> line.startsWith(first + " ")).toList();
  }

  /** Makes a guard that grants, unless told otherwise. */
  RecordingGuard guard(String name) {
    return new RecordingGuard(name);
  }

  /** Makes a budget that answers these amounts in turn, and zero from then on. */
  RecordingBudget budget(long... answers) {
    return new RecordingBudget(answers);
  }

  /** Makes a listener that writes down every event but the reason's detail. */
  RetryListener listener() {
    return event -> note(line(event));
  }

  /** Makes a classifier that writes down that it was asked, and has this to say. */
  Classifier classifier(Verdict verdict) {
    return failure -> {
      note("classify " + text(failure));
      return verdict;
    };
  }

  private static String line(RetryEvent event) {
    String line = event.type() + " " + event.attempt();
    return switch (event.type()) {
      case RETRY -> line + " in " + Nanos.text(event.delay().toNanos());
      case GAVE_UP -> line + " " + event.reason().orElseThrow().name();
      case REFUSED -> line + " " + event.detail();
      default -> line + event.outcome().map(outcome -> " " + text(outcome)).orElse("");
    };
  }

  private static String text(Outcome outcome) {
    Throwable failure = outcome.failure();
    return failure == null ? String.valueOf(outcome.result()) : text(failure);
  }

  private static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /** Writes {@code name admit 1}, {@code name succeeded lease}, and so on. Its leases are {@code name1, name2, ...}. */
  final class RecordingGuard implements Guard {
    private final String name;
    private final Deque<Function<AdmissionRequest, Admission>> answers = new ArrayDeque<>();
    private final List<AdmissionRequest> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
    private int granted;
    private boolean failOpen;
    private boolean timed;
    private @Nullable RuntimeException whenTold;

    RecordingGuard(String name) {
      this.name = name;
    }

    /** Sets the next answer. */
    RecordingGuard answers(Admission admission) {
      return answers(request -> admission);
    }

    /** Sets the next answer, which may be to throw. */
    RecordingGuard answers(Function<AdmissionRequest, Admission> answer) {
      answers.add(answer);
      return this;
    }

    RecordingGuard grants() {
      return answers(request -> grant());
    }

    RecordingGuard throwsIt(RuntimeException failure) {
      return answers(request -> {
        throw failure;
      });
    }

    RecordingGuard failsOpen() {
      failOpen = true;
      return this;
    }

    RecordingGuard isTimed() {
      timed = true;
      return this;
    }

    /** Lets it throw whenever it is told of an end. */
    RecordingGuard throwsWhenTold(RuntimeException failure) {
      whenTold = failure;
      return this;
    }

    List<AdmissionRequest> requests() {
      return List.copyOf(requests);
    }

    /** Returns how long each attempt took, as it was told. */
    List<Long> nanos() {
      return List.copyOf(nanos);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Admission admit(AdmissionRequest request) {
      note(name + " admit " + request.attempt());
      requests.add(request);
      Function<AdmissionRequest, Admission> answer = answers.poll();
      return answer == null ? grant() : answer.apply(request);
    }

    private Admission grant() {
      granted++;
      return Admission.granted(name + granted);
    }

    @Override
    public void succeeded(@Nullable Object lease, @Nullable Object result, long took) {
      nanos.add(took);
      told("succeeded " + lease);
    }

    @Override
    public void failed(@Nullable Object lease, Outcome outcome, Verdict verdict, long took) {
      nanos.add(took);
      told("failed " + lease);
    }

    @Override
    public void abandoned(@Nullable Object lease) {
      told("abandoned " + lease);
    }

    @Override
    public void released(@Nullable Object lease) {
      told("released " + lease);
    }

    private void told(String what) {
      note(name + " " + what);
      if (whenTold != null) {
        throw whenTold;
      }
    }

    @Override
    public boolean timed() {
      return timed;
    }

    @Override
    public boolean failOpen() {
      return failOpen;
    }
  }

  /** Writes {@code budget failed 1}, {@code budget acquire 1}, {@code budget succeeded 2, taken 5} and the like. */
  final class RecordingBudget implements RetryBudget {
    private final long[] answers;
    private int asked;

    RecordingBudget(long... answers) {
      this.answers = answers.clone();
    }

    @Override
    public String name() {
      return "budget";
    }

    @Override
    public void failed(AdmissionRequest request, Outcome outcome, Verdict verdict) {
      note("budget failed " + request.attempt() + " " + verdict.decision());
    }

    @Override
    public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
      note("budget acquire " + request.attempt());
      return asked < answers.length ? answers[asked++] : 0;
    }

    @Override
    public void returned(AdmissionRequest request, long taken) {
      note("budget returned " + request.attempt() + ", taken " + taken);
    }

    @Override
    public void succeeded(AdmissionRequest request, long lastTaken) {
      note("budget succeeded " + request.attempt() + ", taken " + lastTaken);
    }
  }
}
