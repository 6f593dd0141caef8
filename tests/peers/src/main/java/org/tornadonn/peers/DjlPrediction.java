package org.tornadonn.peers;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import org.tornadonn.benchmarks.Step;
import org.tornadonn.benchmarks.Work;

/** Forward alone, through DJL's predictor. */
record DjlPrediction(Model model, Predictor<NDList, NDList> predictor, float[] x, Shape shape)
    implements Step {

  static DjlPrediction of(Work work, Model model) {
    return new DjlPrediction(
        model,
        model.newPredictor(new NoopTranslator(null)),
        work.inputs(),
        DjlNetwork.inputShape(work));
  }

  @Override
  public float[] run() {
    try (var manager = model.getNDManager().newSubManager();
        var batch = DjlNetwork.batch(manager, x, shape);
        var answer = predictor.predict(batch)) {
      return answer.singletonOrThrow().toFloatArray();
    } catch (TranslateException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    predictor.close();
    model.close();
  }
}
