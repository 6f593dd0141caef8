package org.tornadonn.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Parameter;

/**
 * The names of a model's parameters and running states, which those of a file may be, or may wrap.
 *
 * <p>PyTorch's DataParallel puts {@code module.} before every name, and {@code torch.compile}
 * {@code _orig_mod.}; around both, both stand there. Of a part that was compiled by itself, {@code
 * _orig_mod.} stands within the names.
 */
record StateNames(Set<String> names) {

  private static final List<String> PREFIXES = List.of("module.", "_orig_mod.");
  private static final String COMPILED = "_orig_mod.";

  static StateNames of(Model model) {
    var names = new HashSet<String>();
    Stream.concat(model.parameters().stream(), model.states().stream())
        .map(Parameter::name)
        .forEach(names::add);
    return new StateNames(names);
  }

  /**
   * What the names of a file are without wrappers: so many are taken off as leave the most names
   * that are the model's, and none if that makes no difference.
   *
   * @return every name of the file, to the model's or any other
   */
  Map<String, String> unwrapped(Collection<String> file) {
    var best = new LinkedHashMap<String, String>();
    file.forEach(name -> best.put(name, name));
    long most = known(file);
    for (var plain : candidates(List.copyOf(file))) {
      long known = known(plain);
      if (known > most && new HashSet<>(plain).size() == plain.size()) {
        most = known;
        var each = plain.iterator();
        best.replaceAll((_, _) -> each.next());
      }
    }
    return best;
  }

  private long known(Collection<String> plain) {
    return plain.stream().filter(names::contains).count();
  }

  /** The names with ever more taken off, in the order of the file. */
  private static List<List<String>> candidates(List<String> file) {
    var candidates = new ArrayList<List<String>>();
    var plain = file;
    while (true) {
      candidates.add(plain.stream().map(StateNames::withoutCompiled).toList());
      var before = plain;
      var prefix = PREFIXES.stream().filter(p -> all(before, p)).findFirst();
      if (prefix.isEmpty()) {
        return candidates;
      }
      int length = prefix.get().length();
      plain = before.stream().map(name -> name.substring(length)).toList();
      candidates.add(plain);
    }
  }

  private static boolean all(List<String> names, String prefix) {
    return !names.isEmpty() && names.stream().allMatch(name -> name.startsWith(prefix));
  }

  private static String withoutCompiled(String name) {
    return ("." + name).replace("." + COMPILED, ".").substring(1);
  }
}
