package io.retrykit.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.annotation.Retryable;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** SPEC 13.1: which annotation holds for a method. */
class AnnotationsTest {
  /** On one method. */
  public interface OnMethod {
    @Retryable(maxAttempts = 2)
    void annotated();

    /** Has nothing. */
    void plain();
  }

  /** On the whole, and on a method of it. */
  @Retryable(maxAttempts = 5)
  public interface OnInterface {
    /** Takes the interface's. */
    void plain();

    @Retryable(maxAttempts = 6)
    void annotated();
  }

  /** Has nothing of its own. */
  public interface Inheriting extends OnMethod {
    /** Has nothing. */
    void added();
  }

  /** Overrides without a word. */
  public interface Overriding extends OnMethod {
    @Override
    void annotated();
  }

  /** Overrides and says something else. */
  public interface Replacing extends OnMethod {
    @Override
    @Retryable(maxAttempts = 9)
    void annotated();
  }

  /** The whole of a lower interface, against a method further up. */
  @Retryable(maxAttempts = 7)
  public interface WholeBelowMethod extends OnMethod {}

  /** Takes what the interface above says as a whole. */
  public interface BelowWhole extends OnInterface {
    /** Takes the interface's. */
    void added();
  }

  @Test
  void method_ofItsOwn_holds_andOthersHaveNone() {
    assertThat(attempts(OnMethod.class, "annotated")).isEqualTo(2);
    assertThat(attempts(OnMethod.class, "plain")).isNull();
  }

  @Test
  void interface_holdsForEveryMethod_butOneOfTheMethodReplacesIt() {
    assertThat(attempts(OnInterface.class, "plain")).isEqualTo(5);
    assertThat(attempts(OnInterface.class, "annotated")).isEqualTo(6);
  }

  @Test
  void method_ofAnInterfaceAbove_isInherited() {
    assertThat(attempts(Inheriting.class, "annotated")).isEqualTo(2);
    assertThat(attempts(Inheriting.class, "added")).isNull();
  }

  @Test
  void overridingMethod_inheritsOrReplaces() {
    assertThat(attempts(Overriding.class, "annotated")).isEqualTo(2);
    assertThat(attempts(Replacing.class, "annotated")).isEqualTo(9);
  }

  @Test
  void interfaceAsAWhole_yieldsToAMethod_andReachesInterfacesBelow() {
    assertThat(attempts(WholeBelowMethod.class, "annotated")).isEqualTo(2);
    assertThat(attempts(WholeBelowMethod.class, "plain")).isEqualTo(7);
    assertThat(attempts(BelowWhole.class, "added")).isEqualTo(5);
    assertThat(attempts(BelowWhole.class, "annotated")).isEqualTo(6);
  }

  /** Means eight attempts. */
  @Retryable(maxAttempts = 8)
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
  public @interface Eight {}

  /** Means the same, at one remove. */
  @Eight
  @Circular
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  public @interface EightAgain {}

  /** Is annotated with itself. */
  @Circular
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.ANNOTATION_TYPE)
  public @interface Circular {}

  /** Says it through annotations. */
  public interface ThroughMeta {
    @Eight
    void once();

    @EightAgain
    void atOneRemove();

    @Eight
    @EightAgain
    void sameTwice();

    @Eight
    @Retryable(maxAttempts = 4)
    void directAsWell();
  }

  /** Says it through an annotation, as a whole. */
  @Eight
  public interface WholeThroughMeta {
    /** Takes the interface's. */
    void plain();
  }

  @Test
  void annotationOnAnAnnotation_meansTheSame() {
    assertThat(attempts(ThroughMeta.class, "once")).isEqualTo(8);
    assertThat(attempts(ThroughMeta.class, "atOneRemove")).isEqualTo(8);
    assertThat(attempts(WholeThroughMeta.class, "plain")).isEqualTo(8);
  }

  @Test
  void twoAnnotations_thatMeanTheSame_areOne() {
    assertThat(attempts(ThroughMeta.class, "sameTwice")).isEqualTo(8);
  }

  @Test
  void annotationOfItsOwn_winsOverOneThroughAnother() {
    assertThat(attempts(ThroughMeta.class, "directAsWell")).isEqualTo(4);
  }

  /** Generic, annotated. */
  public interface Store<K, V extends CharSequence> {
    @Retryable(maxAttempts = 2)
    V get(K key) throws IOException;

    @Retryable(maxAttempts = 2)
    void putAll(List<? extends K> keys, V[] values);
  }

  /** Binds the variables one after the other. */
  public interface StringStore<W extends CharSequence> extends Store<String, W> {}

  /** Overrides the generic methods; adds what only looks like overriding. */
  public interface TextStore extends StringStore<String> {
    @Override
    String get(String key);

    @Override
    void putAll(List<? extends String> keys, String[] values);

    /** Another method, for a variable's bound. */
    String get(Integer key);

    /** Another method, with one more parameter. */
    String get(String key, int version);
  }

  @Test
  void genericMethod_overriddenWithItsVariablesBound_inherits() {
    assertThat(attempts(TextStore.class, "get", String.class)).isEqualTo(2);
    assertThat(attempts(TextStore.class, "putAll", List.class, String[].class)).isEqualTo(2);
  }

  @Test
  void genericMethod_seenThroughItsBridge_inherits() {
    assertThat(attempts(TextStore.class, "get", Object.class)).isEqualTo(2);
  }

  @Test
  void overload_ofAnAnnotatedGenericMethod_hasNone() {
    assertThat(attempts(TextStore.class, "get", Integer.class)).isNull();
    assertThat(attempts(TextStore.class, "get", String.class, int.class)).isNull();
  }

  /** Takes anything. */
  public interface Wide {
    @Retryable(maxAttempts = 2)
    void send(Object message);

    @Retryable(maxAttempts = 2)
    <T extends Number> void number(T value);
  }

  /** Overloads, does not override. */
  public interface Narrow extends Wide {
    /** Another method: a message that must not be sent twice. */
    void send(String message);

    @Override
    <T extends Number> void number(T value);

    /** Another method. */
    void number(Integer value);
  }

  @Test
  void overload_withANarrowerParameter_isAnotherMethodAndHasNone() {
    assertThat(attempts(Narrow.class, "send", Object.class)).isEqualTo(2);
    assertThat(attempts(Narrow.class, "send", String.class)).isNull();
    assertThat(attempts(Narrow.class, "number", Number.class)).isEqualTo(2);
    assertThat(attempts(Narrow.class, "number", Integer.class)).isNull();
  }

  /** Has the same method, unannotated. */
  public interface Bystander {
    /** Has nothing. */
    void annotated();
  }

  /** Gets one method from two sides; the proxy sees whichever the JVM lists first. */
  public interface BothSides extends Bystander, OnMethod {}

  @Test
  void method_inheritedFromTwoSides_takesTheAnnotationOfEither() {
    assertThat(Arrays.stream(BothSides.class.getMethods())
            .filter(method -> method.getName().equals("annotated"))
            .map(method -> attempts(BothSides.class, method)))
        .isNotEmpty()
        .containsOnly(2);
  }

  private static @Nullable Integer attempts(Class<?> type, String name, Class<?>... parameters) {
    try {
      return attempts(type, type.getMethod(name, parameters));
    } catch (NoSuchMethodException misspelt) {
      throw new AssertionError(misspelt);
    }
  }

  private static @Nullable Integer attempts(Class<?> type, Method method) {
    Retryable found = new Annotations(type).find(method);
    return found == null ? null : found.maxAttempts();
  }
}
