const training = run.training || null;
const maps = run.featureMaps || {};

const most = stage => Math.max(Math.abs(Number(stage.statistics.min)) || 0, Math.abs(Number(stage.statistics.max)) || 0);

document.title = "Pipeline trace: " + run.model;
page.append(h("header", {},
  h("p", {class: "quiet small"}, "Pipeline trace"),
  h("h1", {}, training ? "How a small network learns" : "What happens inside " + run.model.split(/[\\/]/).pop()),
  h("p", {}, training
    ? `${whole(training.rows)} rows in ${training.classes} classes go through a network that learns to tell the classes apart. Every number here comes from one run: seed ${training.seed}, device ${run.device}.`
    : `One sample, ${run.prediction.sample}, on its way through the model ${run.model}. Every number here comes from one run on the device ${run.device}.`),
  nav));

/* Diagrams of what a layer does. */
function grid(x, y, rows, columns, cell, fill) {
  const cells = [];
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++)
    cells.push(s("rect", {x: x + c * cell, y: y + r * cell, width: cell - 2, height: cell - 2, rx: 2, fill: fill(r, c)}));
  return cells;
}
const soft = () => "var(--soft)";
const strong = "rgb(var(--plus) / .55)";
const picture = (label, ...content) => s("svg", {viewBox: "0 0 168 110", role: "img", "aria-label": label}, content);

function diagram(stage, before) {
  const kind = stage.layer.split("(")[0];
  const inputs = stage.input.slice(1), outputs = stage.shape.slice(1);
  if (kind === "Linear") {
    const left = spread(Math.min(10, product(inputs)), 8, 102), right = spread(Math.min(8, product(outputs)), product(outputs) > 5 ? 8 : 24, product(outputs) > 5 ? 102 : 86);
    return picture("Every input is connected to every output",
      left.map(a => right.map(b => lineTo(34, a, 134, b))),
      left.map(a => s("circle", {cx: 34, cy: a, r: 4, fill: "var(--quiet)"})),
      right.map(b => s("circle", {cx: 134, cy: b, r: 6, fill: "var(--accent)"})),
      s("text", {x: 12, y: 59, "font-size": 12, "text-anchor": "middle"}, whole(product(inputs))),
      s("text", {x: 156, y: 59, "font-size": 12, "text-anchor": "middle"}, whole(product(outputs))));
  }
  if (kind === "ReLU") {
    const row = (before || stage).sample[0].map(Number), top = Math.max(...row.map(Math.abs), 1e-9);
    return picture("Negative numbers become 0, positive ones stay",
      lineTo(14, 86, 154, 86), lineTo(84, 14, 84, 100),
      s("path", {d: "M14 86H84L148 22", fill: "none", stroke: "var(--accent)", "stroke-width": 2.5}),
      row.map(v => s("circle", {cx: 84 + 64 * v / top, cy: 86 - 64 * Math.max(0, v) / top, r: 4.5, fill: v < 0 ? "rgb(var(--minus))" : "rgb(var(--plus))", stroke: "var(--card)"}, s("title", {}, `${three(v)} becomes ${three(Math.max(0, v))}`))),
      s("text", {x: 18, y: 78, "font-size": 11, class: "quiet"}, "becomes 0"),
      s("text", {x: 92, y: 102, "font-size": 11, class: "quiet"}, "stays"));
  }
  if (kind === "Conv2d") return picture("A small kernel slides over the picture",
    grid(10, 18, 5, 5, 15, (r, c) => r < 3 && c < 3 ? strong : "var(--soft)"),
    s("path", {d: "M90 50H110M104 44L110 50L104 56", fill: "none", stroke: "var(--quiet)", "stroke-width": 2}),
    grid(116, 28, 3, 3, 15, (r, c) => r + c === 0 ? strong : "var(--soft)"));
  if (kind === "MaxPool2d") {
    const marked = [[0, 1], [1, 2], [3, 0], [2, 3]];
    return picture("Of every window the largest number is kept",
      grid(10, 24, 4, 4, 16, (r, c) => marked.some(m => m[0] === r && m[1] === c) ? strong : "var(--soft)"),
      lineTo(41, 20, 41, 90, {"stroke-width": 2}), lineTo(6, 55, 76, 55, {"stroke-width": 2}),
      s("path", {d: "M88 55H108M102 49L108 55L102 61", fill: "none", stroke: "var(--quiet)", "stroke-width": 2}),
      grid(118, 39, 2, 2, 16, () => strong));
  }
  if (kind === "Flatten") return picture("Rows are laid out one behind the other",
    grid(54, 8, 3, 3, 15, (r) => `rgb(var(--plus) / ${.25 + .25 * r})`),
    s("path", {d: "M76 60V78M70 72L76 78L82 72", fill: "none", stroke: "var(--quiet)", "stroke-width": 2}),
    grid(9, 88, 1, 9, 17, (_, c) => `rgb(var(--plus) / ${.25 + .25 * Math.floor(c / 3)})`));
  if (kind === "Scores") {
    const row = stage.sample[0].map(Number), top = Math.max(...row.map(Math.abs), 1e-9), best = row.indexOf(Math.max(...row)), middle = 55, wide = Math.min(30, 140 / row.length);
    return picture("The scores of the first row; the highest is marked",
      lineTo(8, middle, 160, middle),
      row.map((v, i) => s("rect", {x: 84 + (i - row.length / 2) * wide + 3, y: v < 0 ? middle : middle - 44 * v / top, width: wide - 6, height: Math.max(1, 44 * Math.abs(v) / top), rx: 2, fill: i === best ? "var(--accent)" : "var(--line)"})));
  }
  const rows = stage.shape.length === 4 ? stage.shape[2] : stage.shape[0], columns = stage.shape[stage.shape.length - 1];
  const down = Math.min(6, rows), right = Math.min(10, columns);
  return picture("The numbers that go in", grid(84 - right * 6, 48 - down * 6, down, right, 12, soft),
    s("text", {x: 84, y: 104, "font-size": 12, "text-anchor": "middle", class: "quiet"}, `${whole(rows)} ${rows === 1 ? "row" : "rows"} × ${whole(columns)} columns`));
}

function values(stage, caption) {
  return h("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": caption}, h("table", {class: "values number"}, h("tbody", {},
    stage.sample.map(row => h("tr", {},
      row.map(v => h("td", {style: "background:" + tint(v, most(stage), .35)}, two(v))),
      stage.shape[stage.shape.length - 1] > row.length ? h("td", {}, "…") : null)))));
}

function stageCard(stage, index) {
  const same = stage.input.join() === stage.shape.join();
  const pictures = maps[stage.name];
  return h("article", {class: "card stage"},
    h("div", {},
      h("div", {class: "head"}, h("span", {class: "step"}, String(index + 1)), h("h3", {}, h("code", {}, stage.name)),
        stage.layer.toLowerCase() === stage.name ? null : h("span", {}, stage.layer),
        h("span", {class: "shape"}, same ? shape(stage.shape) : shape(stage.input) + " → " + shape(stage.shape))),
      h("p", {class: "small"}, stage.does[0].toUpperCase() + stage.does.slice(1) + ".", stage.parameters ? ` ${whole(stage.parameters)} parameters.` : ""),
      pictures ? h("div", {class: "maps"}, pictures.map((png, c) => h("img", {src: "data:image/png;base64," + png, alt: `channel ${c} of ${stage.name}`}))) : null,
      values(stage, "Sample values of " + stage.name),
      h("p", {class: "quiet small"}, `${stage.sampleOf[0].toUpperCase() + stage.sampleOf.slice(1)}. Of all numbers: min ${three(stage.statistics.min)}, mean ${three(stage.statistics.mean)}, max ${three(stage.statistics.max)}${stage.statistics.zeros >= .005 ? `, ${(100 * stage.statistics.zeros).toFixed(0)}% zeros` : ""}.`)),
    h("div", {class: "diagram"}, diagram(stage, run.stages[index - 1])));
}

section("flow", "Data flow",
  h("p", {}, training
    ? `The data passes ${run.stages.length} stages. This is before training: the weights are random, so the scores mean nothing yet.`
    : `The sample passes ${run.stages.length} stages.`,
    " Blue is positive, orange negative."),
  run.stages.map(stageCard));

/* The network with the numbers of one sample. */
const tail = [];
for (const stage of [...run.prediction.layers].reverse()) {
  if (stage.shape.length !== 2 || tail.length === 6) break;
  if (stage.layer !== "Scores") tail.unshift(stage);
}

function network(narrow) {
  const gap = narrow ? 34 : 38, radius = narrow ? 16 : 17, level = narrow ? 92 : 150;
  const shown = tail.map(stage => stage.sample[0]);
  const widest = Math.max(...shown.map(row => row.length)) * gap;
  const across = (row, i) => widest / 2 + (i - (row.length - 1) / 2) * gap + (narrow ? 0 : 44);
  const place = (column, i) => narrow
    ? [across(shown[column], i) + 4, 44 + column * level]
    : [60 + column * level, across(shown[column], i)];
  const edges = [];
  for (let c = 1; c < tail.length; c++) for (let j = 0; j < shown[c].length; j++) for (let i = 0; i < shown[c - 1].length; i++) {
    if (!tail[c].layer.startsWith("Linear") && i !== j) continue;
    const [x1, y1] = place(c - 1, i), [x2, y2] = place(c, j);
    const n = run.neuron, walked = n && n.layer === tail[c].name && n.unit === j;
    const term = walked ? n.terms.find(t => t.input === i) : null;
    const top = walked ? Math.max(...n.terms.map(t => Math.abs(t.product)), 1e-9) : 1;
    edges.push(term
      ? lineTo(x1, y1, x2, y2, {stroke: tint(term.product < 0 ? -1 : 1, 1, .85), "stroke-width": 1 + 4 * Math.abs(term.product) / top})
      : lineTo(x1, y1, x2, y2));
  }
  const nodes = tail.map((stage, c) => shown[c].map((v, i) => {
    const [cx, cy] = place(c, i);
    const walked = run.neuron && run.neuron.layer === stage.name && run.neuron.unit === i;
    return s("g", {}, s("circle", {cx, cy, r: radius, fill: "var(--card)"}),
      s("circle", {cx, cy, r: radius, fill: tint(v, most(stage), .5), stroke: walked ? "var(--ink)" : "var(--line)", "stroke-width": walked ? 2 : 1}),
      s("text", {x: cx, y: cy + 3.5, "font-size": 10.5, "text-anchor": "middle"}, two(v)),
      s("title", {}, `${stage.name}, number ${i}: ${three(v)}`));
  }));
  const labels = tail.map((stage, c) => {
    const more = product(stage.shape.slice(1)) - shown[c].length;
    const [x, y] = narrow ? [4, 44 + c * level - 24] : [60 + c * level, 14];
    const end = more > 0 ? ` (+${whole(more)})` : "", kind = stage.layer.toLowerCase() === stage.name ? "" : stage.layer;
    return narrow
      ? s("text", {x, y, "font-size": 12, class: "quiet"}, `${stage.name} ${kind}${end}`)
      : s("text", {x, y, "font-size": 12, "text-anchor": "middle"}, stage.name, s("tspan", {x, dy: 15, "font-size": 11, fill: "var(--quiet)"}, kind + end));
  });
  const width = narrow ? widest + 8 : 120 + (tail.length - 1) * level, height = narrow ? 68 + (tail.length - 1) * level : widest + 60;
  return s("svg", {viewBox: `0 0 ${width} ${height}`, role: "img", class: "network", style: `max-width:${width * 1.25}px;margin:0 auto`,
    "aria-label": "The network with the numbers of " + run.prediction.sample + " in it"}, edges, nodes, labels);
}

/* A chart of one curve; the first point is the time before training. */
function chart(title, points, top, format, line) {
  const left = 44, right = 336, upper = 12, lower = 184;
  const x = i => left + (right - left) * (points.length === 1 ? .5 : i / (points.length - 1)), y = v => lower - (lower - upper) * v / top;
  const every = Math.ceil(points.length / 10);
  return h("figure", {}, h("figcaption", {}, title),
    s("svg", {viewBox: "0 0 350 222", role: "img", class: "chart", "aria-label": `${title}, from ${format(points[0])} to ${format(points[points.length - 1])}`},
      spread(5, 0, top).map(v => s("g", {}, lineTo(left, y(v), right, y(v), {"stroke-dasharray": v === 0 ? null : "2 3"}), s("text", {x: left - 6, y: y(v) + 4, "font-size": 11, "text-anchor": "end", class: "quiet"}, format(v)))),
      line ? [lineTo(left, y(line.value), right, y(line.value), {stroke: "rgb(var(--minus))", "stroke-width": 1.5, "stroke-dasharray": "6 4"}), s("text", {x: right, y: y(line.value) - 5, "font-size": 11, "text-anchor": "end"}, line.label)] : null,
      s("polyline", {points: points.map((v, i) => x(i) + "," + y(v)).join(" "), fill: "none", stroke: "var(--accent)", "stroke-width": 2.5, "stroke-linejoin": "round"}),
      points.map((v, i) => s("circle", {cx: x(i), cy: y(v), r: points.length > 40 ? 2 : 4.5, fill: "var(--accent)"}, s("title", {}, `${i === 0 ? "before training" : "epoch " + i}: ${format(v)}`))),
      points.map((_, i) => i % every ? null : s("text", {x: x(i), y: 202, "font-size": 11, "text-anchor": "middle", class: "quiet"}, i === 0 ? "start" : String(i))),
      s("text", {x: (left + right) / 2, y: 219, "font-size": 11, "text-anchor": "middle", class: "quiet"}, "epoch")));
}
function nice(value) {
  const unit = 10 ** Math.floor(Math.log10(value));
  return unit * [1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10].find(n => n * unit >= value * .999);
}

if (training) {
  const losses = [training.start.loss, ...run.epochs.map(e => e.loss)], accuracies = [training.start.accuracy, ...run.epochs.map(e => e.accuracy)];
  const row = (name, loss, accuracy, words) => h("tr", {}, h("td", {class: "number"}, name), h("td", {class: "number right"}, three(loss)), h("td", {class: "number right"}, percent(accuracy)), h("td", {}, words));
  section("training", "Training",
    h("p", {}, `The rows come ${training.batchSize} at a time. After each batch the optimizer (${training.optimizer}, learning rate ${training.learningRate}) moves every weight a little in the direction that makes the loss smaller. An epoch is one pass over all rows.`),
    h("div", {class: "card charts"},
      chart("Loss ↓", losses, nice(Math.max(training.guessing, ...losses.map(Number).filter(Number.isFinite))), two, {value: training.guessing, label: "a guess: " + two(training.guessing)}),
      chart("Accuracy ↑", accuracies, 1, v => (100 * v).toFixed(0) + "%", null)),
    h("div", {class: "card scroll"}, h("table", {class: "rows"},
      h("thead", {}, h("tr", {}, h("th", {}, "Epoch"), h("th", {class: "right"}, "Loss"), h("th", {class: "right"}, "Accuracy"), h("th", {}, "Observation"))),
      h("tbody", {}, row("start", training.start.loss, training.start.accuracy, "before training"),
        run.epochs.map(e => row(String(e.epoch), e.loss, e.accuracy, e.observation)),
        row("new", training.unseen.loss, training.unseen.accuracy, `${whole(training.rows)} rows that it was not trained on`)))),
    h("p", {}, training.summary),
    h("p", {class: "quiet small"}, "The loss of an epoch is the mean of its steps, each before its update; the accuracy is that of all rows after the epoch."));
}

function dial(degrees) {
  return s("svg", {viewBox: "0 0 160 160", role: "img", class: "chart", "aria-label": `turned by ${degrees.toFixed(1)} degrees counter-clockwise`, style: "max-width:180px"},
    s("circle", {cx: 80, cy: 80, r: 64, fill: "var(--soft)", stroke: "var(--line)"}),
    lineTo(80, 80, 80, 20, {"stroke-dasharray": "4 4", "stroke-width": 2}),
    s("g", {transform: `rotate(${-degrees} 80 80)`}, s("path", {d: "M80 82V26M70 38L80 24L90 38", fill: "none", stroke: "var(--accent)", "stroke-width": 4, "stroke-linecap": "round"})),
    s("text", {x: 80, y: 112, "font-size": 15, "text-anchor": "middle"}, degrees.toFixed(1) + "°"));
}

function outcome(prediction) {
  if (prediction.shares) return h("div", {class: "bars"}, prediction.shares.map((share, c) => {
    const chosen = c === prediction.predicted, right = c === prediction.actual;
    const remark = chosen ? (right ? "✓ predicted, right" : "✗ predicted") : right ? "the right one" : "";
    return [h("span", {}, "class " + c), h("div", {class: "bar"}, h("i", {style: `width:${100 * share}%`})), h("span", {class: "number small"}, percent(share)),
      remark ? h("span", {class: "remark small " + (right ? "good" : "bad")}, remark) : null];
  }));
  if (prediction.degrees !== undefined) return h("div", {class: "answer"}, maps.input ? h("div", {class: "maps"}, h("img", {src: "data:image/png;base64," + maps.input[0], alt: "the input"})) : null, h("div", {style: "flex: 0 0 160px"}, dial(prediction.degrees)), h("p", {class: "small"}, `The two outputs are sine ${three(prediction.scores[0])} and cosine ${three(prediction.scores[1])}: the picture is turned by ${prediction.degrees.toFixed(1)}° counter-clockwise.`));
  const top = Math.max(...prediction.scores.map(v => Math.abs(Number(v)) || 0), 1e-9);
  return h("div", {class: "bars"}, prediction.scores.slice(0, 20).map((v, i) => [h("span", {}, "output " + i), h("div", {class: "bar"}, h("i", {style: `width:${100 * Math.abs(Number(v) || 0) / top}%;background:rgb(var(${v < 0 ? "--minus" : "--plus"}))`})), h("span", {class: "number small"}, three(v))]));
}

const drawing = h("div", {});
section("prediction", "Prediction",
  h("p", {}, training ? `After training, ${run.prediction.sample} goes through the network, layer by layer.` : "What the model makes of the sample.", tail.length > 1 ? " The circles hold the numbers" + (run.neuron ? "; thick lines are the products that weigh most in the unit with the dark ring." : ".") : ""),
  tail.length > 1 ? h("div", {class: "card"}, drawing) : null,
  h("div", {class: "card"}, outcome(run.prediction)));

/* The perceptron, step by step. */
function perceptron(neuron, stage) {
  const steps = ["x", "weight", "product", "sum", "bias"].concat(neuron.afterRelu === undefined ? [] : ["relu"]);
  const bias = neuron.bias === undefined ? 0 : neuron.bias;
  const count = neuron.terms.length + (neuron.others ? 1 : 0);
  const words = {
    x: () => `A perceptron starts with its inputs: ${whole(neuron.terms.length + neuron.others)} numbers that come out of the layer before.`,
    weight: () => "Each input has a weight of its own, which training has found.",
    product: () => { const t = neuron.terms[0]; return `Each input is multiplied by its weight: ${four(t.x)} × ${four(t.weight)} = ${four(t.product)}, and so on.`; },
    sum: () => `The products are added up: ${four(neuron.sum)}.`,
    bias: () => neuron.bias === undefined ? `This layer has no bias, so the output is the sum: ${four(neuron.output)}.` : `The bias ${four(bias)} is added: ${four(neuron.sum)} ${bias < 0 ? "−" : "+"} ${four(Math.abs(bias))} = ${four(neuron.output)}. That is the output.`,
    relu: () => `The ReLU behind the layer ${neuron.output > 0 ? "keeps it, because it is positive" : "makes it 0, because it is not positive"}: ${four(neuron.afterRelu)}.`
  };
  let step = 0;
  const said = h("p", {class: "said", "aria-live": "polite"}), board = h("div", {});
  const back = h("button", {type: "button", onclick: () => go(step - 1)}, "Back"), next = h("button", {type: "button", class: "main", onclick: () => go(step + 1)}, "Next step");
  const dots = h("div", {class: "dots", "aria-hidden": "true"}, steps.map(() => h("i", {})));
  const box = h("div", {class: "card", id: "perceptron", tabindex: 0, role: "group", "aria-label": `Perceptron ${neuron.layer}:${neuron.unit}, step by step; use the arrow keys`,
    onkeydown: event => {
      if (event.key === "ArrowRight") go(step + 1);
      else if (event.key === "ArrowLeft") go(step - 1);
      else if (event.key === "Home") go(0);
      else if (event.key === "End") go(steps.length - 1);
      else return;
      event.preventDefault();
    }}, said, board, h("div", {class: "controls"}, back, next, dots));

  function draw(narrow) {
    const row = 34, top = 30, width = narrow ? 340 : 640, wide = narrow ? 66 : 92, bottom = top + count * row;
    const at = narrow ? {x: 2, w: 92, p: 190, s: 316} : {x: 20, w: 180, p: 350, s: 560}, middle = top + (count - 1) * row / 2 + 12;
    const largest = Math.max(...neuron.terms.map(t => Math.abs(t.product)), Math.abs(neuron.othersSum), 1e-9);
    const cell = (x, y, text, fill) => [s("rect", {x, y: y - 12, width: wide, height: 24, rx: 6, fill: fill || "var(--soft)"}), s("text", {x: x + wide / 2, y: y + 4.5, "font-size": 13, "text-anchor": "middle"}, text)];
    const when = (name, ...content) => s("g", {class: "appear", "data-step": steps.indexOf(name)}, content);
    const head = (x, text) => s("text", {x: x + wide / 2, y: 12, "font-size": 12, "text-anchor": "middle", class: "quiet"}, text);
    const y = i => top + i * row + 12;
    const terms = neuron.terms.map((t, i) => [
      when("x", cell(at.x, y(i), four(t.x))),
      when("weight", s("text", {x: (at.x + wide + at.w) / 2, y: y(i) + 5, "font-size": 14, "text-anchor": "middle"}, "×"), cell(at.w, y(i), four(t.weight))),
      when("product", s("text", {x: (at.w + wide + at.p) / 2, y: y(i) + 5, "font-size": 14, "text-anchor": "middle"}, "="), cell(at.p, y(i), four(t.product), tint(t.product, largest, .45))),
      when("sum", lineTo(at.p + wide, y(i), at.s - 20, middle, {stroke: tint(t.product < 0 ? -1 : 1, 1, .7), "stroke-width": 1 + 3 * Math.abs(t.product) / largest}))]);
    const last = count - 1;
    const others = neuron.others ? [
      when("x", s("text", {x: at.x, y: y(last) + 4.5, "font-size": 12.5, class: "quiet"}, `${whole(neuron.others)} more inputs`)),
      when("product", cell(at.p, y(last), four(neuron.othersSum), tint(neuron.othersSum, largest, .45))),
      when("sum", lineTo(at.p + wide, y(last), at.s - 20, middle, {}))] : [];
    const line = bottom + 34, third = width / 3;
    const equation = [
      when("sum", s("circle", {cx: at.s, cy: middle, r: 20, fill: "var(--card)", stroke: "var(--ink)", "stroke-width": 2}), s("text", {x: at.s, y: middle + 7, "font-size": 20, "text-anchor": "middle"}, "Σ"),
        cell(third / 2 - wide / 2, line, four(neuron.sum)), s("text", {x: third / 2, y: line + 28, "font-size": 12, "text-anchor": "middle", class: "quiet"}, "sum")),
      when("bias", s("text", {x: third, y: line + 6, "font-size": 18, "text-anchor": "middle"}, "+"), cell(1.5 * third - wide / 2, line, neuron.bias === undefined ? "none" : four(bias)), s("text", {x: 1.5 * third, y: line + 28, "font-size": 12, "text-anchor": "middle", class: "quiet"}, "bias"),
        s("text", {x: 2 * third, y: line + 6, "font-size": 18, "text-anchor": "middle"}, "="), s("rect", {x: 2.5 * third - wide / 2 - 2, y: line - 15, width: wide + 4, height: 30, rx: 8, fill: "none", stroke: "var(--accent)", "stroke-width": 2}), cell(2.5 * third - wide / 2, line, four(neuron.output), tint(neuron.output, Math.abs(neuron.output), .4)),
        s("text", {x: 2.5 * third, y: line + 31, "font-size": 12, "text-anchor": "middle", class: "quiet"}, "output")),
      neuron.afterRelu === undefined ? null : when("relu", s("text", {x: 2.5 * third, y: line + 62, "font-size": 13, "text-anchor": "middle"}, `ReLU: ${four(neuron.afterRelu)}`))];
    board.replaceChildren(s("svg", {viewBox: `0 0 ${width} ${line + (neuron.afterRelu === undefined ? 40 : 72)}`, role: "img", "aria-label": `The sum of ${neuron.layer}, unit ${neuron.unit}`},
      when("x", head(at.x, "input")), when("weight", head(at.w, "weight")), when("product", head(at.p, "product")), terms, others, equation));
    go(step);
  }
  function go(to) {
    step = Math.max(0, Math.min(steps.length - 1, to));
    board.querySelectorAll("[data-step]").forEach(part => part.classList.toggle("hidden", Number(part.dataset.step) > step));
    said.textContent = `Step ${step + 1} of ${steps.length}. ${words[steps[step]]()}`;
    back.disabled = step === 0;
    next.disabled = step === steps.length - 1;
    dots.childNodes.forEach((dot, i) => dot.classList.toggle("on", i === step));
  }
  return {box, draw, go};
}

let walk = null;
if (run.neuron) {
  walk = perceptron(run.neuron);
  section("neuron", "One perceptron",
    h("p", {}, "A linear layer is a row of perceptrons. This is unit ", h("code", {}, `${run.neuron.layer}:${run.neuron.unit}`), ` for ${run.prediction.sample}, with the numbers of this run.`),
    walk.box,
    h("p", {class: "quiet small"}, `The sum is made in float64 and shown rounded, so the last digit may seem off by one; in the run, ${run.device} gave ${String(run.neuron.layerOutput).replace("-", "−")} in float32.`));
}

function question(q, index) {
  const answer = h("p", {class: "small", "aria-live": "polite"});
  const buttons = q.choices.map((choice, c) => h("button", {type: "button", onclick: () => choose(c)}, `${String.fromCharCode(65 + c)}. ${choice}`));
  function choose(chosen) {
    buttons.forEach((button, c) => {
      button.disabled = true;
      if (c === q.answer) button.classList.add("right");
      else if (c === chosen) button.classList.add("wrong");
    });
    answer.replaceChildren(h("span", {class: chosen === q.answer ? "good" : "bad"}, chosen === q.answer ? "Right. " : `No, it is ${String.fromCharCode(65 + q.answer)}. `), q.explanation);
  }
  return h("article", {class: "card question"}, h("h3", {}, `${index + 1}. ${q.question}`), h("div", {class: "choices"}, buttons), answer);
}
section("quiz", "Quiz", h("p", {}, "Three questions about this run. Click an answer."), run.quiz.map(question));

page.append(h("footer", {class: "quiet small"}, h("p", {}, `Written by tornado-nn trace. Model: ${run.model}; device: ${run.device}${training ? `; seed: ${training.seed}` : ""}.`)));

const small = window.matchMedia("(max-width: 600px)");
function draw() {
  if (tail.length > 1) drawing.replaceChildren(network(small.matches));
  if (walk) walk.draw(small.matches);
}
small.addEventListener("change", draw);
draw();
