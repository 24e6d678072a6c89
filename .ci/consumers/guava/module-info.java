module consumer {
  requires com.google.common;
  requires io.retrykit.async;
  requires org.reactivestreams;
}
