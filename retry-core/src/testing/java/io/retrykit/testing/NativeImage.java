package io.retrykit.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.constant.ClassDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.invoke.VarHandle;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/** What a module tells GraalVM's native-image of itself, and what it should: see docs/packaging.md. */
public final class NativeImage {
  private static final String OURS = "io.retrykit.";

  private final ModuleReference module;
  private final String metadata;

  private NativeImage(ModuleReference module, String metadata) {
    this.module = module;
    this.metadata = metadata;
  }

  /** Looks into the module of this class, which ships as this artifact. */
  public static NativeImage of(Class<?> type, String artifact) {
    ModuleReference module =
        ModuleFinder.of(OtherJvm.jarOf(type)).findAll().iterator().next();
    return new NativeImage(module, "META-INF/native-image/io.retrykit/" + artifact + "/");
  }

  /** Returns what is listed for reflection of our own: {@code type.member}. */
  public Set<String> listedOfOurs() throws IOException {
    Set<String> listed = listed();
    listed.removeIf(member -> !member.startsWith(OURS));
    return listed;
  }

  /** Returns what is listed for reflection: {@code type.member}. */
  public Set<String> listed() throws IOException {
    Set<String> listed = new TreeSet<>();
    for (JsonNode type : new ObjectMapper().readTree(read(metadata + "reflect-config.json"))) {
      String name = type.path("name").asText();
      type.path("methods").forEach(method -> listed.add(name + "." + method.path("name").asText()));
      type.path("fields").forEach(field -> listed.add(name + "." + field.path("name").asText()));
    }
    return listed;
  }

  /** Returns the constructors that a service loader calls, and the fields that are read and written through handles. */
  public Set<String> reached() throws IOException, ReflectiveOperationException {
    Set<String> reached = new TreeSet<>();
    for (ModuleDescriptor.Provides provides : module.descriptor().provides()) {
      provides.providers().forEach(provider -> reached.add(provider + ".<init>"));
    }
    for (String file : files(".class")) {
      if (!file.equals("module-info.class")) {
        String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
        for (Field field : Class.forName(name, false, NativeImage.class.getClassLoader())
            .getDeclaredFields()) {
          if (field.getType() == VarHandle.class) {
            addField(reached, field);
          }
        }
      }
    }
    return reached;
  }

  private static void addField(Set<String> reached, Field constant)
      throws ReflectiveOperationException {
    constant.setAccessible(true);
    VarHandle handle = (VarHandle) constant.get(null);
    DynamicConstantDesc<?> described = handle.describeConstable().orElseThrow();
    if (described.bootstrapArgs().length == 2) { // the class and the field's type; an array's has one
      ClassDesc owner = (ClassDesc) described.bootstrapArgs()[0];
      reached.add(owner.packageName() + "." + owner.displayName() + "." + described.constantName());
    }
  }

  /** Returns the resources that are listed. */
  public Set<String> listedResources() throws IOException {
    Set<String> listed = new TreeSet<>();
    JsonNode all = new ObjectMapper().readTree(read(metadata + "resource-config.json"));
    for (JsonNode one : all.path("resources").path("includes")) {
      listed.add(one.path("pattern").asText().replace("\\Q", "").replace("\\E", ""));
    }
    return listed;
  }

  /** Returns the resources there are, but for the metadata itself and the manifest. */
  public Set<String> resources() throws IOException {
    Set<String> resources = files("");
    resources.removeIf(name -> name.endsWith("/")
        || name.endsWith(".class")
        || name.startsWith("META-INF/native-image/")
        || name.equals("META-INF/MANIFEST.MF")
        || name.startsWith("META-INF/maven/"));
    return resources;
  }

  private Set<String> files(String end) throws IOException {
    try (ModuleReader reader = module.open()) {
      Set<String> files = new TreeSet<>(reader.list().toList());
      files.removeIf(name -> !name.endsWith(end));
      return files;
    }
  }

  private String read(String name) throws IOException {
    try (ModuleReader reader = module.open();
        InputStream in = reader.open(name).orElseThrow()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
