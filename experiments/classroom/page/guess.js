// Predict, then see: a drawn line or a range before the run, set against what came out.

import { byId, fill, h, s } from "classroom/dom.js";
import { ticks } from "classroom/charts.js";
import { armName } from "classroom/network.js";
import { onChange, state, update } from "classroom/state.js";
import { euros, shortEuros, t } from "classroom/text.js";

const POINTS = 13;
const WIDTH = innerWidth > 1000 ? 860 : 430; // a narrow screen gets fewer, larger words
const RESULT_WIDTH = innerWidth >= 1700 ? 860 : 480; // its place is as narrow on most screens
const HEIGHT = 220;
const EDGE = { left: 70, right: 14, top: 12, bottom: 26 };
const INK = "#6b3fa0";

const scale = () => state.catalogue.cases.find(({ name }) => name === state.setting.case).scale;
let draft = null;
let reach = 0; // what the plane of the guess shows, either way, EUR

/** What must be shown so that a guess lies inside. */
const reachOf = (guess) => Math.max(scale(), Math.abs(guess?.low ?? 0) * 1.05, Math.abs(guess?.high ?? 0) * 1.05);

function axes(most, width = WIDTH) {
  const months = state.recording.months;
  return {
    x: (month) => EDGE.left + (month / months) * (width - EDGE.left - EDGE.right),
    y: (value) => EDGE.top + ((most - value) / (2 * most)) * (HEIGHT - EDGE.top - EDGE.bottom),
  };
}

function plane(most, label, width = WIDTH) {
  const { x, y } = axes(most, width);
  const chart = s("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-label": label, "font-family": "Arial, Helvetica, sans-serif", "font-size": 12 });
  for (const value of ticks(-most, most, 6)) {
    chart.append(s("line", { x1: EDGE.left, x2: width - EDGE.right, y1: y(value), y2: y(value), stroke: value === 0 ? "#57606a" : "#e4e7eb" }),
      s("text", { x: EDGE.left - 8, y: y(value) + 4, "text-anchor": "end", fill: "#57606a" }, shortEuros(value, true)));
  }
  for (let month = 0; month <= state.recording.months; month += width < 500 ? 24 : 12) chart.append(s("text", { x: x(month), y: HEIGHT - 8, "text-anchor": "middle", fill: "#57606a" }, String(month)));
  const side = (y, words) => s("text", { x: EDGE.left + 8, y, fill: "#57606a", stroke: "#fff", "stroke-width": 4, "paint-order": "stroke" }, words);
  chart.append(side(EDGE.top + 12, `▲ ${t("guess.ahead")}`), side(HEIGHT - EDGE.bottom - 6, `▼ ${t("guess.behind")}`));
  return chart;
}

/** Draw a guess into a chart: its line, and its range at the end. */
function guessMarks(guess, most, width = WIDTH) {
  const { x, y } = axes(most, width);
  const held = (value) => Math.max(-most, Math.min(most, value));
  const months = state.recording.months;
  const marks = [s("rect", { x: x(months) - 7, y: y(held(guess.high)), width: 14, height: Math.max(3, y(held(guess.low)) - y(held(guess.high))), fill: INK, "fill-opacity": 0.3, stroke: INK })];
  const known = (guess.curve ?? []).map((value, place) => [place, value]).filter(([, value]) => value !== null);
  if (known.length > 1) {
    const line = known.map(([place, value]) => `${x((place / (POINTS - 1)) * months).toFixed(1)},${y(held(value)).toFixed(1)}`).join("L");
    marks.push(s("path", { d: `M${line}`, fill: "none", stroke: INK, "stroke-width": 3, "stroke-dasharray": "1 6", "stroke-linecap": "round" }));
  }
  return marks;
}

function repaint() {
  const label = t("guess.draw", { months: state.recording.months });
  const chart = plane(reach, label);
  chart.append(...guessMarks(draft, reach));
  if (!draft.curve) chart.append(s("text", { x: EDGE.left + (WIDTH - EDGE.left) / 2, y: HEIGHT / 2 - 22, "text-anchor": "middle", "font-size": 15, fill: INK }, t("guess.here")));
  chart.style.touchAction = "none";
  chart.addEventListener("pointerdown", (event) => { event.preventDefault(); pen(event, null); });
  fill("guess_chart", chart);
}

/** Follow the pointer until it is lifted; the range keeps its width around the end of the line. */
function pen(start) {
  let last = null;
  const move = (event) => {
    const chart = byId("guess_chart").firstElementChild;
    const { x: across, y: down } = new DOMPoint(event.clientX, event.clientY).matrixTransform(chart.getScreenCTM().inverse());
    const share = (across - EDGE.left) / (WIDTH - EDGE.left - EDGE.right);
    const place = Math.max(0, Math.min(POINTS - 1, Math.round(share * (POINTS - 1))));
    const value = Math.round(Math.max(-1, Math.min(1, 1 - (2 * (down - EDGE.top)) / (HEIGHT - EDGE.top - EDGE.bottom))) * reach);
    draft.curve ??= Array(POINTS).fill(null);
    const from = last ? last.place : place;
    for (let step = Math.min(from, place); step <= Math.max(from, place); step += 1) {
      const part = from === place ? 1 : (step - from) / (place - from);
      draft.curve[step] = Math.round(last ? last.value + (value - last.value) * part : value);
    }
    draft.curve[0] = 0;
    last = { place, value };
    const end = draft.curve.findLast((item) => item !== null);
    const half = (draft.high - draft.low) / 2;
    [draft.low, draft.high] = [Math.round(end - half), Math.round(end + half)];
    byId("guess_low").value = draft.low;
    byId("guess_high").value = draft.high;
    repaint();
  };
  move(start);
  const stop = () => { removeEventListener("pointermove", move); removeEventListener("pointerup", stop); removeEventListener("pointercancel", stop); };
  addEventListener("pointermove", move);
  addEventListener("pointerup", stop);
  addEventListener("pointercancel", stop);
}

function keep() {
  const [low, high] = ["guess_low", "guess_high"].map((id) => byId(id).valueAsNumber);
  if (Number.isNaN(low) || Number.isNaN(high) || low > high) {
    update({ problem: t("guess.odd") });
    return;
  }
  update({ guess: { ...draft, low, high }, guessing: false, problem: "" });
  byId("play").focus();
}

function askForGuess() {
  const { recording } = state;
  const step = scale() / 20;
  draft = state.guess ? structuredClone(state.guess) : { low: -step * 2, high: step * 2, curve: null };
  reach = reachOf(draft);
  const many = recording.firms.length > 1;
  const field = (id, words, value) => h("label", {}, words, " ", h("input", { id, type: "number", step, value, oninput: () => { draft[id.slice(6)] = byId(id).valueAsNumber || 0; reach = reachOf(draft); repaint(); } }), " €");
  fill("guess", h("div.card.asking", {},
    h("div.words", {},
      h("h2", {}, t("guess.title")),
      h("p", {}, many ? t("guess.ask.many", { first: armName(0), count: recording.firms.length }) : t("guess.ask", { first: armName(0) })),
      h("p.quiet", {}, unit()),
      h("fieldset", {}, h("legend", {}, t("guess.range", { months: recording.months })), field("guess_low", t("guess.low"), draft.low), field("guess_high", t("guess.high"), draft.high)),
      h("div.buttons", {}, h("button.primary", { id: "keep_guess", type: "button", onclick: keep }, t("guess.keep")),
        h("button", { id: "skip_guess", type: "button", onclick: () => update({ guessing: false }) }, t("guess.skip")))),
    h("div", { id: "guess_chart" })));
  repaint();
}

function showGuess() {
  const { guess, recording } = state;
  const words = guess ? t("guess.kept", { months: recording.months, low: euros(guess.low, true), high: euros(guess.high, true) }) : "";
  fill("guess", h("div.kept", {}, h("span", {}, words), h("button", { id: "guess_again", type: "button", onclick: () => update({ guessing: true, playing: false }) }, guess ? t("guess.again") : t("guess.title"))));
}

/** What is guessed, and over which firms. */
function unit() {
  const count = state.recording.firms.length;
  return count > 1 ? `${t("guess.unit")} ${t("guess.average", { count })}` : t("guess.unit");
}

export const isRight = (guess, lead) => lead >= guess.low && lead <= guess.high;

function verdict() {
  const { guess, recording } = state;
  const value = recording.lead[recording.months];
  const ahead = t(value < 0 ? "ahead.1" : "ahead.0", { value: euros(Math.abs(value)) });
  const values = { ahead, months: recording.months, low: guess && euros(guess.low, true), high: guess && euros(guess.high, true) };
  if (!guess) return t("result.noguess", values);
  return t(isRight(guess, value) ? "result.right" : value > guess.high ? "result.low" : "result.high", values);
}

function showResult() {
  const { guess, recording, month } = state;
  const over = month === recording.months;
  byId("result").hidden = !guess && !over;
  if (byId("result").hidden) return;
  const most = Math.max(reachOf(guess), ...recording.lead.slice(0, month + 1).map(Math.abs)) * 1.05;
  const words = over ? verdict() : t("result.wait");
  const chart = plane(most, words, RESULT_WIDTH);
  const { x, y } = axes(most, RESULT_WIDTH);
  if (guess) chart.append(...guessMarks(guess, most, RESULT_WIDTH));
  const line = recording.lead.slice(0, month + 1).map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join("L");
  chart.append(s("path", { d: `M${line}`, fill: "none", stroke: "#1b1f24", "stroke-width": 2.5 }));
  fill("result", h("div.card", { id: "chart_result" }, h("div.words", {}, h("h2", {}, t("result.title")), h("p.verdict", {}, words), h("p.quiet", {}, unit()),
    h("p.keys", {}, h("span.line_key", {}), t("result.line"), " ", guess && h("span.guess_key", {}), guess && t("result.guess"))), h("div.picture", {}, chart)));
}

export function buildGuess() {
  onChange((changed) => {
    if (!state.recording) return;
    const anew = ["guessing", "guess"].some((key) => changed.has(key)) || (changed.has("recording") && state.guessing);
    if (anew) (state.guessing ? askForGuess : showGuess)();
    if (["recording", "month", "guess"].some((key) => changed.has(key))) showResult();
  });
}
