document.title = "Training report: " + run.name;
const finite = value => value !== null && value !== undefined && Number.isFinite(Number(value));
const upper = text => text[0].toUpperCase() + text.slice(1);

function duration(seconds) {
  if (seconds < 10) return seconds.toFixed(1) + " s";
  const all = Math.round(seconds), hours = Math.floor(all / 3600), minutes = Math.floor(all / 60) % 60;
  return hours ? `${whole(hours)} h ${minutes} min` : all >= 60 ? `${minutes} min ${all % 60} s` : all + " s";
}
function scaled(value, unit, steps) {
  let v = value, step = 0;
  while (v >= 1000 && step < steps.length - 1) { v /= 1000; step++; }
  return (step === 0 ? whole(v) : v.toFixed(v < 10 ? 2 : v < 100 ? 1 : 0)) + " " + steps[step] + unit;
}
const bytes = value => scaled(value, "B", ["", "k", "M", "G", "T"]);
const flop = value => scaled(value, "FLOP", ["", "k", "M", "G", "T"]);
/* Four digits that count, whatever the size. */
function digits(value) {
  const v = Number(value);
  if (!Number.isFinite(v)) return v !== v ? "not a number" : v < 0 ? "−∞" : "∞";
  if (v === 0) return "0";
  const size = Math.abs(v);
  return (size >= 1e6 || size < 1e-4 ? v.toExponential(2) : size >= 1000 ? whole(Math.round(v)) : v.toPrecision(4)).replace("-", "−");
}
const measured = (value, measure) => !finite(value) ? digits(value) : measure.unit === "%" ? percent(value) : (measure.unit === "°" ? Number(value).toFixed(1) : digits(value)) + measure.unit;
const degrees = value => value.toFixed(1) + "°";
const speed = value => whole(Number(value) < 10 ? Number(Number(value).toFixed(1)) : Math.round(value));

const epochs = run.epochs, last = epochs[epochs.length - 1];
const validated = epochs.filter(e => finite(e.validationLoss));
const best = validated.reduce((a, b) => a === null || Number(b.validationLoss) < Number(a.validationLoss) ? b : a, null);
const seconds = epochs.reduce((sum, e) => sum + e.seconds, 0);
const devices = [...new Set(epochs.map(e => e.device))];

/* The head: what it came to. */
function tile(name, value, note) {
  return h("div", {class: "tile"}, h("dt", {}, name), h("dd", {}, value), note ? h("dd", {class: "note"}, note) : null);
}
function tiles() {
  const outcome = run.outcome, list = [];
  if (outcome && outcome.kind === "angles") list.push(tile("Median error", degrees(outcome.medianError), `mean ${degrees(outcome.meanError)}, ${outcome.from}`));
  if (outcome && outcome.kind === "classes") list.push(tile("Accuracy", percent(outcome.accuracy), outcome.from));
  if (best) list.push(tile("Best validation loss", digits(best.validationLoss), `epoch ${best.number} of ${last.number}`));
  else if (last) list.push(tile("Training loss", digits(last.trainLoss), `epoch ${last.number}, no validation`));
  if (last) list.push(
    tile("Time for training", duration(seconds), `${whole(epochs.length)} ${epochs.length === 1 ? "epoch" : "epochs"}`),
    tile("Throughput", speed(last.samplesPerSecond) + "/s", "samples, last epoch"));
  list.push(tile("Memory of a step", bytes(run.network.trainingBytes), `on ${run.hardware.name}`),
    tile("Parameters", whole(run.network.parameters), run.network.trainable === run.network.parameters ? null : `${whole(run.network.trainable)} of them trained`));
  return h("dl", {class: "tiles"}, list);
}
page.append(h("header", {},
  h("p", {class: "quiet small"}, "Training report"),
  h("h1", {style: "overflow-wrap:anywhere"}, run.name),
  h("p", {}, `${run.ending} Trained on ${whole(run.samples)} samples, ${run.validationSamples ? whole(run.validationSamples) + " kept back for validation" : "none kept back for validation"}, on ${devices.length ? devices.join(", then ") : run.hardware.name}.`),
  nav, tiles()));

/* Charts. */
function ticks(from, to, count) {
  const raw = (to - from) / count, unit = 10 ** Math.floor(Math.log10(raw));
  const step = unit * [1, 2, 2.5, 5, 10].find(n => n * unit >= raw * .999);
  const list = [];
  for (let i = Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) list.push(i * step || 0);
  return list;
}
const tickText = value => value === 0 ? "0" : Math.abs(value) >= 1e5 || Math.abs(value) < 1e-2 ? value.toExponential(1).replace(".0e", "e").replace("-", "−").replace("e+", "e") : String(Number(value.toPrecision(3)));

/* A scale from numbers to heights: from 0 on, or logarithmic where the largest is far above the smallest. */
function scaleOf(values, mayBeLogarithmic) {
  const high = values.length ? Math.max(...values) : 1, low = values.length ? Math.min(...values) : 0;
  if (mayBeLogarithmic && low > 0 && high / low > 100) {
    const from = Math.floor(Math.log10(low)), to = Math.max(from + 1, Math.ceil(Math.log10(high)));
    const every = Math.ceil((to - from) / 5);
    return {logarithmic: true, at: v => (Math.log10(v) - from) / (to - from), ticks: Array.from({length: Math.floor((to - from) / every) + 1}, (_, i) => 10 ** (from + i * every))};
  }
  const bottom = Math.min(0, low), top = high > bottom ? high : bottom + 1;
  const marks = ticks(bottom, top + (top - bottom) * .04, 4);
  const step = marks[1] - marks[0], end = Math.max(marks[marks.length - 1], Math.ceil(top / step - 1e-9) * step), begin = Math.min(marks[0], Math.floor(bottom / step + 1e-9) * step);
  return {logarithmic: false, at: v => (v - begin) / (end - begin), ticks: ticks(begin, end, Math.round((end - begin) / step))};
}

/* Curves over epochs; hover, touch and the arrow keys tell the numbers of an epoch. A gap is where there is no number. */
function chart(title, curves, format, mayBeLogarithmic, unit) {
  const left = 46, right = 352, top = 10, bottom = 182;
  const shown = curves.filter(curve => epochs.some(e => finite(curve.value(e))));
  const scale = scaleOf(shown.flatMap(curve => epochs.map(curve.value).filter(finite).map(Number)), mayBeLogarithmic);
  const x = i => left + (right - left) * (epochs.length === 1 ? .5 : i / (epochs.length - 1));
  const y = v => bottom - (bottom - top) * scale.at(Number(v));
  const legend = h("div", {class: "legend", "aria-live": "polite"});
  const mark = s("g", {visibility: "hidden"});
  const colour = curve => curve.second ? "rgb(var(--minus))" : "var(--accent)";
  function tell(i) {
    const epoch = epochs[i === null ? epochs.length - 1 : i];
    legend.replaceChildren(
      ...shown.map(curve => h("span", {}, h("i", {class: curve.second ? "dashed" : null, style: `border-color:${colour(curve)}`}), curve.name + " ", h("b", {}, finite(curve.value(epoch)) ? format(curve.value(epoch)) : "–"))),
      h("span", {}, `epoch ${epoch.number}`));
    mark.setAttribute("visibility", i === null ? "hidden" : "visible");
    if (i !== null) mark.replaceChildren(lineTo(x(i), top, x(i), bottom, {stroke: "var(--quiet)"}),
      ...shown.filter(curve => finite(curve.value(epoch))).map(curve => s("circle", {cx: x(i), cy: y(curve.value(epoch)), r: 4, fill: colour(curve), stroke: "var(--card)", "stroke-width": 1.5})));
  }
  const runs = curve => {
    const parts = [];
    let part = null;
    epochs.forEach((e, i) => {
      if (!finite(curve.value(e))) { part = null; return; }
      if (!part) parts.push(part = []);
      part.push(`${x(i).toFixed(1)},${y(curve.value(e)).toFixed(1)}`);
    });
    return parts;
  };
  const every = ticks(0, Math.max(1, epochs.length), 6).map(Math.round).find(n => n > 0) || 1;
  const labelled = epochs.map((_, i) => i).filter(i => epochs.length <= 7 || epochs[i].number % every === 0);
  let at = epochs.length - 1;
  const point = event => {
    const box = picture.getBoundingClientRect(), place = (event.clientX - box.left) * 360 / box.width;
    at = Math.max(0, Math.min(epochs.length - 1, Math.round((place - left) / (right - left) * (epochs.length - 1)) || 0));
    tell(at);
  };
  const picture = s("svg", {viewBox: "0 0 360 216", role: "img", class: "chart", tabindex: 0, "aria-label": `${title} over the epochs: ${shown.map(curve => curve.name).join(" and ")}`,
      onpointermove: point, onpointerdown: point, onpointerleave: () => tell(null), onblur: () => tell(null),
      onkeydown: event => {
        if (event.key === "ArrowRight") at = Math.min(epochs.length - 1, at + 1);
        else if (event.key === "ArrowLeft") at = Math.max(0, at - 1);
        else return;
        event.preventDefault();
        tell(at);
      }},
    scale.ticks.map(v => [lineTo(left, y(v), right, y(v), {"stroke-dasharray": scale.at(v) === 0 ? null : "2 3"}), s("text", {x: left - 6, y: y(v) + 4, "text-anchor": "end", class: "quiet"}, unit === "%" ? tickText(100 * v) + "%" : tickText(v) + (unit === "°" ? unit : ""))]),
    shown.map(curve => runs(curve).map(points => points.length === 1
      ? s("circle", {cx: points[0].split(",")[0], cy: points[0].split(",")[1], r: 3.5, fill: colour(curve)})
      : s("polyline", {points: points.join(" "), fill: "none", stroke: colour(curve), "stroke-width": epochs.length > 200 ? 1.5 : 2.2, "stroke-linejoin": "round", "stroke-dasharray": curve.second ? "6 3" : null}))),
    labelled.map(i => s("text", {x: x(i), y: 198, "text-anchor": "middle", class: "quiet"}, whole(epochs[i].number))),
    s("text", {x: (left + right) / 2, y: 213, "text-anchor": "middle", class: "quiet"}, "epoch"),
    mark);
  tell(null);
  return h("figure", {}, h("figcaption", {}, title, scale.logarithmic ? h("span", {class: "quiet small", style: "font-weight:400"}, " (logarithmic)") : null), legend, picture);
}

if (last) section("curves", "Curves", h("div", {class: "card charts"},
  chart("Loss ↓", [{name: "training", value: e => e.trainLoss}, {name: "validation", value: e => e.validationLoss, second: true}], digits, true),
  run.measures.filter(m => epochs.some(e => finite(e.measured[m.name]))).map(m =>
    chart(`${upper(m.name)} ${m.higherIsBetter ? "↑" : "↓"}`, [{name: "validation", value: e => e.measured[m.name], second: true}], v => measured(v, m), false, m.unit)),
  epochs.some(e => finite(e.learningRate)) ? chart("Learning rate", [{name: "last step of the epoch", value: e => e.learningRate}], digits, false) : null,
  chart("Throughput ↑", [{name: "samples per second", value: e => e.samplesPerSecond}], speed, false)));

/* Predictions. */
const png = picture => "data:image/png;base64," + picture;
/* The model's input with both directions, and its middle turned upright by the prediction. */
function pair(sample) {
  const arrow = (angle, colour, width) => s("path", {d: "M50 50V14M41 25L50 13L59 25", transform: `rotate(${-angle} 50 50)`, fill: "none", stroke: colour, "stroke-width": width, "stroke-linecap": "round", "stroke-linejoin": "round"});
  return h("div", {class: "pair"},
    s("svg", {viewBox: "0 0 100 100", role: "img", "aria-label": `${sample.name}, turned by ${degrees(sample.truth)}, predicted ${degrees(sample.predicted)}`},
      s("image", {href: png(sample.picture), width: 100, height: 100}),
      arrow(sample.truth, "#fff", 10), arrow(sample.truth, "#1b9e4b", 7), arrow(sample.predicted, "#f07f13", 3.5)),
    s("svg", {viewBox: "14.6 14.6 70.7 70.7", role: "img", "aria-label": `${sample.name}, turned upright by the prediction`},
      s("image", {href: png(sample.picture), width: 100, height: 100, transform: `rotate(${sample.predicted} 50 50)`})));
}
function angleSample(sample) {
  return h("div", {class: "sample"}, sample.picture ? pair(sample) : null,
    h("p", {}, h("span", {class: sample.error > 90 ? "bad" : null}, `off by ${degrees(sample.error)}`), h("br"), `true ${degrees(sample.truth)}, predicted ${degrees(sample.predicted)}`),
    h("p", {class: "name", title: sample.name}, sample.name));
}
function classSample(sample) {
  const right = sample.truth === sample.predicted;
  return h("div", {class: "sample"}, sample.picture ? h("img", {src: png(sample.picture), alt: sample.name}) : null,
    h("p", {}, h("span", {class: right ? "good" : "bad"}, (right ? "✓ " : "✗ ") + sample.predicted), ` ${percent(sample.predictedShare)}`,
      right ? null : [h("br"), `true: ${sample.truth} ${percent(sample.truthShare)}`]),
    h("p", {class: "name", title: sample.name}, sample.name));
}
function histogram(counts) {
  const left = 46, right = 342, top = 10, bottom = 130, most = Math.max(1, ...counts), wide = (right - left) / counts.length;
  const scale = scaleOf([most], false), y = v => bottom - (bottom - top) * scale.at(v);
  return h("figure", {}, h("figcaption", {}, "How large the errors are"),
    s("svg", {viewBox: "0 0 360 164", role: "img", class: "chart", "aria-label": "Number of samples for each 10 degrees of error"},
      scale.ticks.filter(Number.isInteger).map(v => [lineTo(left, y(v), right, y(v), {"stroke-dasharray": v === 0 ? null : "2 3"}), s("text", {x: left - 6, y: y(v) + 4, "text-anchor": "end", class: "quiet"}, whole(v))]),
      counts.map((n, i) => s("rect", {x: left + i * wide + 1.5, y: n ? Math.min(y(n), bottom - 1.5) : bottom, width: wide - 3, height: n ? Math.max(1.5, bottom - y(n)) : 0, rx: 1.5, fill: "var(--accent)"}, s("title", {}, `${whole(n)} ${n === 1 ? "sample" : "samples"} off by ${10 * i}° to ${10 * (i + 1)}°`))),
      [0, 30, 60, 90, 120, 150, 180].map(d => s("text", {x: left + (right - left) * d / 180, y: 146, "text-anchor": "middle", class: "quiet"}, d + "°")),
      s("text", {x: (left + right) / 2, y: 161, "text-anchor": "middle", class: "quiet"}, "error")));
}
function within(outcome) {
  const share = upTo => outcome.histogram.slice(0, upTo / 10).reduce((a, b) => a + b, 0) / outcome.samples;
  return h("figure", {}, h("figcaption", {}, "How many are close"), h("div", {class: "bars"}, [10, 20, 30, 60, 90].map(d => [
    h("span", {class: "small"}, `below ${d}°`), h("div", {class: "bar"}, h("i", {style: `width:${(100 * share(d)).toFixed(1)}%`})), h("span", {class: "number small"}, percent(share(d)))])));
}
function head(columns) { return h("thead", {}, h("tr", {}, columns.map(c => h("th", {class: c.right ? "right" : null, scope: "col"}, c.name)))); }
function scrolling(label, table) { return h("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": label}, table); }

function confusion(outcome) {
  const names = outcome.classes.map(c => c.name), slanted = names.some(n => n.length > 4);
  return scrolling("Confusion matrix", h("table", {class: "confusion"},
    h("thead", {class: slanted ? "slanted" : null}, h("tr", {}, h("th", {}, h("b", {}, "")), names.map(n => h("th", {scope: "col", title: n}, h("span", {}, n))))),
    h("tbody", {}, outcome.confusion.map((row, t) => {
      const all = row.reduce((a, b) => a + b, 0);
      return h("tr", {}, h("th", {scope: "row", title: names[t]}, names[t]), row.map((n, p) => h("td", {
        style: n ? `background:rgb(var(${p === t ? "--plus" : "--minus"}) / ${(.1 + .5 * n / all).toFixed(2)})` : "background:var(--soft)",
        title: `${names[t]} taken for ${names[p]}: ${whole(n)} of ${whole(all)}`}, n ? whole(n) : "")));
    }))));
}
function classTable(outcome) {
  const share = value => value === undefined ? "–" : percent(value);
  return scrolling("Precision and recall", h("table", {class: "rows"},
    head([{name: "Class"}, {name: "Precision", right: true}, {name: "Recall", right: true}, {name: "Samples", right: true}]),
    h("tbody", {}, outcome.classes.map(c => h("tr", {}, h("td", {}, c.name), h("td", {class: "number right"}, share(c.precision)), h("td", {class: "number right"}, share(c.recall)), h("td", {class: "number right"}, whole(c.samples)))))));
}
function outcome(o) {
  const angles = o.kind === "angles", show = angles ? angleSample : classSample;
  const key = angles ? h("p", {class: "small quiet"}, "Left the picture as the model saw it, with its ", h("span", {class: "key", style: "background:#1b9e4b"}), "true and ", h("span", {class: "key", style: "background:#f07f13"}), "predicted upward direction; right its middle, turned upright by the prediction.") : null;
  section("predictions", "Predictions",
    h("p", {}, angles
      ? `On ${whole(o.samples)} samples of the ${o.from}: median error ${degrees(o.medianError)}, mean ${degrees(o.meanError)}, ${percent(o.beyond90)} beyond 90°.`
      : `On ${whole(o.samples)} samples of the ${o.from}, ${percent(o.accuracy)} are put into the right class.`),
    angles ? h("div", {class: "card charts"}, histogram(o.histogram), within(o)) : [
      h("div", {class: o.classes.length <= 10 ? "beside" : null}, o.confusion.length ? h("div", {class: "card"}, h("h3", {}, "Confusion matrix"), h("p", {class: "small quiet"}, "A row for each true class, a column for each predicted one. Blue is right, orange wrong."), confusion(o)) : null,
      o.mistakes.length ? h("div", {class: "card"}, h("h3", {}, "Most frequent mistakes"), scrolling("Most frequent mistakes", h("table", {class: "rows"},
        head([{name: "True class"}, {name: "Taken for"}, {name: "Samples", right: true}]),
        h("tbody", {}, o.mistakes.map(m => h("tr", {}, h("td", {}, m.truth), h("td", {}, m.predicted), h("td", {class: "number right"}, whole(m.samples)))))))) : null),
      h("div", {class: "card"}, h("h3", {}, "Precision and recall"), classTable(o))],
    h("div", {class: "card " + o.kind}, key, h("h3", {}, "The first samples"), h("div", {class: "samples", id: "shown"}, o.shown.map(show)),
      h("h3", {}, "The worst"), h("div", {class: "samples", id: "worst"}, o.worst.map(show))));
}
if (run.outcome) outcome(run.outcome);

/* Tables. */
if (last) {
  const most = 40, every = Math.ceil(epochs.length / most);
  const rows = epochs.filter((e, i) => epochs.length <= most || i === 0 || e === last || e === best || (i + 1) % every === 0);
  const measures = run.measures.filter(m => epochs.some(e => finite(e.measured[m.name])));
  const number = text => h("td", {class: "number right"}, text);
  const withRate = epochs.some(e => finite(e.learningRate));
  section("epochs", "Epochs",
    rows.length < epochs.length ? h("p", {}, `${rows.length} of ${whole(epochs.length)} epochs, the best one among them; metrics.jsonl has all.`) : null,
    h("div", {class: "card"}, scrolling("Epochs", h("table", {class: "rows"},
      head([{name: "Epoch", right: true}, {name: "Loss", right: true}, run.validationSamples ? {name: "Validation", right: true} : null, ...measures.map(m => ({name: upper(m.name), right: true})), withRate ? {name: "Learning rate", right: true} : null, {name: "Samples/s", right: true}, {name: "Time", right: true}, devices.length > 1 ? {name: "Device"} : null].filter(c => c)),
      h("tbody", {}, rows.map(e => h("tr", {}, number(whole(e.number)), number(digits(e.trainLoss)),
        run.validationSamples ? h("td", {class: "number right" + (e === best ? " good" : ""), title: e === best ? "the best" : null}, e.validationLoss === undefined ? "–" : digits(e.validationLoss)) : null,
        measures.map(m => number(e.measured[m.name] === undefined ? "–" : measured(e.measured[m.name], m))),
        withRate ? number(finite(e.learningRate) ? digits(e.learningRate) : "–") : null,
        number(speed(e.samplesPerSecond)), number(duration(e.seconds)), devices.length > 1 ? h("td", {}, e.device) : null)))))));
}

const network = run.network;
section("model", "Model",
  h("p", {}, `One sample is ${shape(network.input)}. A prediction takes ${flop(network.flops)} and ${bytes(network.predictionBytes)} of memory, a training step ${bytes(network.trainingBytes)}.`),
  h("div", {class: "card"}, scrolling("Layers", h("table", {class: "rows"},
    head([{name: "Layer"}, {name: "Operation"}, {name: "Output"}, {name: "Parameters", right: true}, {name: "FLOP", right: true}]),
    h("tbody", {}, network.layers.map(l => h("tr", {}, h("td", {}, h("code", {}, l.name)), h("td", {}, l.operation), h("td", {class: "wide"}, shape(l.output)), h("td", {class: "number right"}, l.parameters ? whole(l.parameters) : ""), h("td", {class: "number right wide"}, l.flops ? flop(l.flops).replace("FLOP", "").trim() : ""))),
      h("tr", {}, h("td", {}, h("b", {}, "all")), h("td", {}), h("td", {}), h("td", {class: "number right"}, h("b", {}, whole(network.parameters))), h("td", {class: "number right wide"}, h("b", {}, flop(network.flops).replace("FLOP", "").trim()))))))));

function settings(entries) {
  return h("table", {class: "rows settings"}, h("tbody", {}, entries.filter(([, value]) => value).map(([name, value]) => h("tr", {}, h("th", {scope: "row"}, name), h("td", {}, value)))));
}
const hardware = run.hardware;
const versions = ["portable", "tuned", "fused"].map(v => [v, run.placement.filter(p => p.version === v).reduce((sum, p) => sum + p.calls, 0)]).filter(([, n]) => n);
section("device", "Device",
  h("div", {class: "card"}, settings([["Device", hardware.name], ["Hardware", hardware.description], ["Type", hardware.type], ["Driver", hardware.driver], ["Memory it can use", hardware.memoryBytes > 0 ? bytes(hardware.memoryBytes) : ""], ["Memory of a step", bytes(network.trainingBytes)]]),
    run.placement.length ? h("details", {}, h("summary", {}, `What runs a training step: ${whole(versions.reduce((sum, [, n]) => sum + n, 0))} calls, ${versions.map(([v, n]) => `${whole(n)} ${v}`).join(", ")}`),
      scrolling("Placement", h("table", {class: "rows"}, head([{name: "Layer"}, {name: "Step"}, {name: "Version"}, run.placement.some(p => p.unit) ? {name: "TaskGraph"} : null].filter(c => c)),
        h("tbody", {}, run.placement.map(p => h("tr", {}, h("td", {}, h("code", {}, p.layers)), h("td", {}, p.step), h("td", {}, p.version), run.placement.some(q => q.unit) ? h("td", {}, p.unit) : null)))))) : null));

section("configuration", "Configuration", h("div", {class: "card"}, settings(Object.entries(run.configuration))));
page.append(h("footer", {class: "quiet small"}, h("p", {}, `Written by tornado-nn after epoch ${last ? last.number : 0}.`)));

/* Paper has nothing to click on. */
const folded = () => document.querySelectorAll("details");
window.addEventListener("beforeprint", () => folded().forEach(d => d.open = true));
window.addEventListener("afterprint", () => folded().forEach(d => d.open = false));
