package org.tornadonn.exec.jvm.bytecode;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;
import static org.tornadonn.exec.jvm.bytecode.VectorCode.desc;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.function.Consumer;

/** A class without a name of its own, which implements an interface. */
public final class HiddenClass {

  /** The instructions of a method. */
  @FunctionalInterface
  public interface Body {

    /**
     * Writes them.
     *
     * @param method the name of the interface's method
     * @param code where they go; slot 0 is {@code this}
     */
    void write(String method, CodeBuilder code);
  }

  private HiddenClass() {}

  /**
   * The only instance of a new class.
   *
   * @param lookup of a class of the package that it belongs to
   * @param name the beginning of its name, as it stands in stack traces
   * @param type the interface
   * @param body what each of the interface's abstract methods does
   */
  public static <T> T instance(Lookup lookup, String name, Class<T> type, Body body) {
    Consumer<ClassBuilder> content =
        builder -> {
          builder.withFlags(AccessFlag.PUBLIC, AccessFlag.FINAL).withInterfaceSymbols(desc(type));
          builder.withMethodBody(
              INIT_NAME,
              MTD_void,
              ClassFile.ACC_PUBLIC,
              code -> code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_());
          Arrays.stream(type.getDeclaredMethods())
              .filter(method -> Modifier.isAbstract(method.getModifiers()))
              .forEach(
                  method ->
                      builder.withMethodBody(
                          method.getName(),
                          MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                              .describeConstable()
                              .orElseThrow(),
                          ClassFile.ACC_PUBLIC,
                          code -> body.write(method.getName(), code)));
        };
    byte[] bytes =
        ClassFile.of().build(ClassDesc.of(lookup.lookupClass().getPackageName(), name), content);
    try {
      var made = lookup.defineHiddenClass(bytes, true).lookupClass();
      return made.asSubclass(type).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("No class " + name + " can be made", e);
    }
  }
}
