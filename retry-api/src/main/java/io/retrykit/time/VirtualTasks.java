package io.retrykit.time;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tasks of a {@link VirtualTimebase}, by the moment they fall due, then by age. Guarded by its lock. */
final class VirtualTasks {
  private final TreeSet<Task> queue = new TreeSet<>(); // cancelling one of very many is no search
  private long added;

  Task add(long moment, Runnable work) {
    Task task = new Task(moment, added++, work);
    queue.add(task);
    return task;
  }

  boolean remove(Task task) {
    return queue.remove(task);
  }

  @Nullable
  Task takeDue(long until) {
    return !queue.isEmpty() && queue.first().moment <= until ? queue.pollFirst() : null;
  }

  int size() {
    return queue.size();
  }

  record Task(long moment, long age, Runnable work) implements Comparable<Task> {
    void run() {
      try {
        work.run();
      } catch (RuntimeException dropped) {
        // as a real timer does: one task's failure is not the other tasks' business
      }
    }

    @Override
    public int compareTo(Task other) {
      int byMoment = Long.compare(moment, other.moment);
      return byMoment != 0 ? byMoment : Long.compare(age, other.age);
    }
  }
}
