"use strict";
const run = JSON.parse(document.getElementById("run").textContent);
const page = document.getElementById("page");

/* Text goes into the page as text, never as markup. */
function put(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) if (child !== null && child !== undefined) node.append(child);
  return node;
}
const h = (tag, attributes, ...children) => put(document.createElement(tag), attributes, children);
const s = (tag, attributes, ...children) => put(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

function fixed(value, places) {
  const v = Number(value);
  if (!Number.isFinite(v)) return String(value);
  const size = Math.abs(v);
  return (size !== 0 && (size >= 1e4 || size < 0.5 * 10 ** -places) ? v.toExponential(1) : v.toFixed(places)).replace("-", "−");
}
const three = value => fixed(value, 3);
const four = value => fixed(value, 4);
/* What is 0 is "0"; what is only nearly 0 is "0.00". */
const two = value => Number(value) === 0 ? "0" : Math.abs(Number(value)) < .005 ? "0.00" : fixed(value, 2);
const whole = value => Number(value).toLocaleString("en");
const percent = value => (100 * value).toFixed(1) + "%";
const product = sizes => sizes.reduce((a, b) => a * b, 1);
const shape = sizes => sizes.map(whole).join(" × ");
/* Blue is positive, orange negative; the larger the stronger. */
function tint(value, most, strongest) {
  const v = Number(value) || 0;
  return `rgb(var(${v < 0 ? "--minus" : "--plus"}) / ${(most > 0 ? Math.min(1, Math.abs(v) / most) * strongest : 0).toFixed(3)})`;
}
function section(id, title, ...content) {
  nav.append(h("a", {href: "#" + id}, title));
  const node = h("section", {id}, h("h2", {}, title), content);
  page.append(node);
  return node;
}

const nav = h("nav", {"aria-label": "Sections"});

function lineTo(x1, y1, x2, y2, attributes) { return s("line", {x1, y1, x2, y2, stroke: "var(--line)", ...attributes}); }
function spread(count, from, to) { return Array.from({length: count}, (_, i) => count === 1 ? (from + to) / 2 : from + (to - from) * i / (count - 1)); }
