// Line charts of both twins, and what became of the spending. Colour and dash say which twin.

import { byId, fill, h, s } from "classroom/dom.js";
import { saveButtons } from "classroom/pictures.js";
import { onChange, state } from "classroom/state.js";
import { euros, number, percent, shortEuros, t } from "classroom/text.js";

export const COLOURS = ["#0072B2", "#D55E00"];
export const DASHES = ["", "7 4"];
const WIDTH = 360;
const HEIGHT = 240;
const EDGE = { left: 56, right: 14, top: 10, bottom: 26 };
const EURO_SERIES = new Set(["lead", "npv", "cash", "profit", "revenue"]);
const LINE_CHARTS = [
  { name: "value", series: ["lead", "npv", "cash", "profit", "revenue"] },
  { name: "people", series: ["usage", "active", "resistance", "satisfaction"] },
  { name: "goals", series: ["alignment", "strategy"] },
];
const FATES = ["used", "practices", "friction", "unused_seats", "stopped"];
const chosen = { value: "lead", people: "usage", goals: "alignment" };

const shown = (name, value) => (value === null ? t("none") : EURO_SERIES.has(name) ? euros(value) : name === "usage" || name === "active" ? percent(value) : number(value, 2));
const tick = (name, value) => (EURO_SERIES.has(name) ? shortEuros(value) : name === "usage" || name === "active" ? percent(value) : number(value, 2));

function multiples(step, low, high) {
  const found = [];
  for (let value = Math.ceil(low / step) * step; value <= high + step * 1e-6; value += step) found.push(Math.abs(value) < step * 1e-6 ? 0 : value);
  return found;
}

/** Round steps for an axis: 1, 2 or 5 times a power of ten. */
export function ticks(low, high, count = 4) {
  const rough = (high - low || 1) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const sizes = [0.2, 0.5, 1, 2, 5, 10].map((times) => times * power);
  const widest = sizes.findIndex((size) => size >= rough);
  const fitting = sizes.slice(0, widest + 1).map((step) => multiples(step, low, high));
  return fitting.findLast((found) => found.length > 2) ?? fitting[0]; // two would leave a curve without a scale
}

function path(values, upto, x, y) {
  let drawn = "";
  let pen = "M";
  for (let month = 0; month <= upto; month += 1) {
    if (values[month] === null) {
      pen = "M";
      continue;
    }
    drawn += `${pen}${x(month).toFixed(1)},${y(values[month]).toFixed(1)}`;
    pen = "L";
  }
  return drawn;
}

function limits(name, values) {
  const known = values.flat().filter((value) => value !== null);
  if (!EURO_SERIES.has(name)) return name === "resistance" ? [0, Math.max(0.1, ...known)] : [0, 1];
  const low = Math.min(0, ...known);
  const high = Math.max(...known, low + 1);
  return [low, high];
}

export function marker(arm, x, y) {
  return arm === 0
    ? s("circle", { cx: x, cy: y, r: 4.5, fill: COLOURS[0], stroke: "#fff", "stroke-width": 1.5 })
    : s("rect", { x: x - 4, y: y - 4, width: 8, height: 8, fill: COLOURS[1], stroke: "#fff", "stroke-width": 1.5 });
}

/** Axes of a line chart, and a mark where something was changed in mid-run. */
function plane(name, label, low, high, x, y) {
  const { recording, seen } = state;
  const chart = s("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label, "font-family": "Arial, Helvetica, sans-serif", "font-size": 12 });
  for (const value of ticks(low, high)) {
    chart.append(
      s("line", { x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y(value), y2: y(value), stroke: value === 0 ? "#8c959f" : "#e4e7eb" }),
      s("text", { x: EDGE.left - 7, y: y(value) + 4, "text-anchor": "end", fill: "#57606a" }, tick(name, value)),
    );
  }
  for (let at = 0; at <= recording.months; at += recording.months > 60 ? 24 : 12) {
    chart.append(s("text", { x: x(at), y: HEIGHT - 8, "text-anchor": "middle", fill: "#57606a" }, String(at)));
  }
  for (const change of recording.setting.changes) {
    if (change.month > seen) continue;
    chart.append(s("line", { x1: x(change.month), x2: x(change.month), y1: EDGE.top, y2: HEIGHT - EDGE.bottom, stroke: COLOURS[change.arm], "stroke-dasharray": "2 3" }));
  }
  return chart;
}

const leadOf = (firm) => {
  const [first, second] = [0, 1].map((arm) => state.recording.series(arm, firm, "npv"));
  return first.map((value, at) => value - second[at]);
};

/** The lead of the first twin: above zero in its colour, below in that of the second. */
function leadChart() {
  const { recording, firm, month, seen } = state;
  const lead = leadOf(firm);
  const most = Math.max(1, ...lead.map(Math.abs)) * 1.08;
  const x = (value) => EDGE.left + (value / recording.months) * (WIDTH - EDGE.left - EDGE.right);
  const y = (value) => EDGE.top + ((most - value) / (2 * most)) * (HEIGHT - EDGE.top - EDGE.bottom);
  const label = t("chart.lead", { month, lead: euros(lead[month], true) });
  const chart = plane("lead", label, -most, most, x, y);
  for (const arm of [0, 1]) {
    const part = lead.map((value) => (arm === 0 ? Math.max(0, value) : Math.min(0, value)));
    chart.append(s("path", { d: `${path(part, month, x, y)}L${x(month)},${y(0)}L${x(0)},${y(0)}Z`, fill: COLOURS[arm], "fill-opacity": 0.22 }));
  }
  if (seen > month) chart.append(s("path", { d: path(lead, seen, x, y), fill: "none", stroke: "#1b1f24", "stroke-width": 1.2, opacity: 0.3 }));
  chart.append(s("path", { d: path(lead, month, x, y), fill: "none", stroke: "#1b1f24", "stroke-width": 2.2 }),
    s("text", { x: EDGE.left + 6, y: EDGE.top + 12, fill: COLOURS[0] }, t("guess.ahead")),
    s("text", { x: EDGE.left + 6, y: HEIGHT - EDGE.bottom - 5, fill: "#A84A00" }, t("guess.behind")));
  return chart;
}

function lineChart(name) {
  const { recording, firm, month, seen } = state;
  if (name === "lead") return leadChart();
  const both = [0, 1].map((arm) => recording.series(arm, firm, name));
  const [low, high] = limits(name, both);
  const x = (value) => EDGE.left + (value / recording.months) * (WIDTH - EDGE.left - EDGE.right);
  const y = (value) => HEIGHT - EDGE.bottom - ((value - low) / (high - low || 1)) * (HEIGHT - EDGE.top - EDGE.bottom);
  const label = t("chart.label", { title: t(`series.${name}`), month, first: shown(name, both[0][month]), second: shown(name, both[1][month]) });
  const chart = plane(name, label, low, high, x, y);
  for (const arm of [1, 0]) {
    const line = { fill: "none", stroke: COLOURS[arm], "stroke-dasharray": DASHES[arm], "stroke-linejoin": "round" };
    if (seen > month) chart.append(s("path", { ...line, d: path(both[arm], seen, x, y), "stroke-width": 1.2, opacity: 0.35 }));
    chart.append(s("path", { ...line, d: path(both[arm], month, x, y), "stroke-width": 2.5 }));
    if (both[arm][month] !== null) chart.append(marker(arm, x(month), y(both[arm][month])));
  }
  return chart;
}

function cell(arm, name) {
  const value = state.recording.series(arm, state.firm, name)[state.month];
  return h(`span.value.arm${arm}`, {}, shown(name, value));
}

function drawLine({ name }) {
  const box = byId(`chart_${name}`);
  const now = chosen[name];
  fill(box.querySelector(".picture"), lineChart(now));
  const present = now === "lead" ? [h("span.value", {}, euros(leadOf(state.firm)[state.month], true))] : [cell(0, now), cell(1, now)];
  fill(box.querySelector(".now"), ...present);
  box.querySelector(".about").textContent = t(`series.${now}.about`);
}

function bar(arm, total, top, scale) {
  const parts = [];
  let from = 0;
  const looks = { used: 1, practices: 0.62, friction: 0.3 };
  for (const fate of FATES) {
    const value = state.recording.series(arm, state.firm, fate)[state.month];
    const width = Math.max(0, value) * scale;
    const paint = fate in looks ? { fill: COLOURS[arm], "fill-opacity": looks[fate] } : { fill: `url(#${fate}_${arm})` };
    parts.push(s("rect", { x: from, y: top, width, height: 34, ...paint, stroke: "#fff", "stroke-width": 1 }, s("title", {}, `${t(`fate.${fate}`)}: ${euros(value)}`)));
    from += width;
  }
  return parts;
}

function patterns() {
  return s("defs", {}, ...[0, 1].flatMap((arm) => [
    s("pattern", { id: `unused_seats_${arm}`, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      s("rect", { width: 6, height: 6, fill: "#fff" }), s("rect", { width: 2.5, height: 6, fill: COLOURS[arm] })),
    s("pattern", { id: `stopped_${arm}`, width: 6, height: 6, patternUnits: "userSpaceOnUse" },
      s("rect", { width: 6, height: 6, fill: "#fff" }), s("path", { d: "M0,0L6,6M6,0L0,6", stroke: COLOURS[arm], "stroke-width": 1.4 })),
  ]));
}

function drawFate() {
  const { recording, firm, month } = state;
  const sum = (arm, at) => FATES.reduce((total, fate) => total + recording.series(arm, firm, fate)[at], 0);
  const most = Math.max(sum(0, recording.months), sum(1, recording.months), 1);
  const scale = WIDTH / most;
  const label = t("chart.label", { title: t("chart.fate"), month, first: euros(sum(0, month)), second: euros(sum(1, month)) });
  const chart = s("svg", { viewBox: `0 0 ${WIDTH} 84`, role: "img", "aria-label": label }, patterns(), ...bar(0, sum(0, month), 2, scale), ...bar(1, sum(1, month), 46, scale));
  const swatch = (fate) => {
    const looks = { used: 1, practices: 0.62, friction: 0.3 };
    const paint = fate in looks ? { fill: "#57606a", "fill-opacity": looks[fate] } : { fill: `url(#${fate}_0)` };
    return s("svg", { viewBox: "0 0 14 14", width: 14, height: 14, "aria-hidden": "true" }, s("rect", { width: 14, height: 14, stroke: "#8c959f", ...paint }));
  };
  const rows = FATES.map((fate) => h("tr", {},
    h("th", { scope: "row" }, swatch(fate), " ", t(`fate.${fate}`)),
    ...[0, 1].map((arm) => h(`td.arm${arm}`, {}, euros(recording.series(arm, firm, fate)[month])))));
  rows.push(h("tr.total", {}, h("th", { scope: "row" }, t("fate.total")), ...[0, 1].map((arm) => h(`td.arm${arm}`, {}, euros(sum(arm, month))))));
  const box = byId("chart_fate");
  fill(box.querySelector(".picture"), chart);
  fill(box.querySelector("table"), h("tbody", {}, ...rows));
  box.querySelector(".about").textContent = t("fate.about", { month });
}

function frame({ name, series }) {
  const select = h("select", { "aria-label": t(`chart.${name}`), onchange: (event) => { chosen[name] = event.target.value; drawLine({ name }); } },
    ...series.map((item) => h("option", { value: item, selected: item === chosen[name] }, t(`series.${item}`))));
  return h("figure.card", { id: `chart_${name}` }, h("figcaption", {}, select, h("span.now", {})), h("div.picture", {}), h("div.foot", {}, h("span.about", {}), saveButtons(name)));
}

function draw() {
  if (!state.recording) return;
  LINE_CHARTS.forEach(drawLine);
  drawFate();
}

export function buildCharts() {
  fill("charts", ...LINE_CHARTS.map(frame),
    h("figure.card", { id: "chart_fate" }, h("figcaption", {}, h("strong", {}, t("chart.fate"))), h("div.picture", {}), h("table", {}), h("div.foot", {}, h("span.about", {}), saveButtons("fate"))));
  onChange((changed) => {
    if (["recording", "month", "firm", "seen"].some((key) => changed.has(key))) draw();
  });
}
