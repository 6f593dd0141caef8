package org.tornadonn.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.InvalidPathException;
import org.tornadonn.cli.run.Stopped;
import org.tornadonn.cli.show.Printable;
import org.tornadonn.cli.usage.FileNames;
import org.tornadonn.cluster.ClusterException;
import org.tornadonn.data.DataException;
import org.tornadonn.device.DeviceException;
import org.tornadonn.exec.ExecutionException;
import org.tornadonn.heap.HeapException;
import org.tornadonn.layer.StateException;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.store.ModelFileException;
import org.tornadonn.train.TrainingException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Failures in one line; exit code 1. Only a defect of this program shows a stack trace. */
final class Failure implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
    var name = command.getCommandSpec().qualifiedName();
    switch (e) {
      case Stopped x -> {
        command.getErr().println(Printable.line(String.valueOf(x.getMessage())));
        return x.code();
      }
      case ClusterException x -> say(command, name, x);
      case DataException x -> say(command, name, x);
      case DeviceException x -> say(command, name, x);
      case ExecutionException x -> say(command, name, x);
      case HeapException x -> say(command, name, x);
      case StateException x -> say(command, name, x);
      case ShapeException x -> say(command, name, x);
      case ModelFileException x -> say(command, name, x);
      case TrainingException x -> say(command, name, x);
      case InvalidPathException x ->
          command.getErr().printf("%s: %s%n", name, FileNames.explain(x));
      default -> {
        command.getErr().printf("%s: this is a defect of tornado-nn, please report it:%n", name);
        var trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        command.getErr().print(Printable.text(trace.toString()));
      }
    }
    return ExitCode.SOFTWARE;
  }

  private static void say(CommandLine command, String name, Exception e) {
    command.getErr().printf("%s: %s%n", name, Printable.line(String.valueOf(e.getMessage())));
  }
}
