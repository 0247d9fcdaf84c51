// Many worlds: the same twins in 200 other futures; the picture fills while they run.

import { byId, fill, h, s } from "classroom/dom.js";
import { ticks } from "classroom/charts.js";
import { isRight } from "classroom/guess.js";
import { onChange, state, update } from "classroom/state.js";
import { euros, percent, shortEuros, t } from "classroom/text.js";

const WIDTH = 320;
const HEIGHT = 150;
const BASE = 116;
let running = null;

/** Read server-sent events from an answer, one object at a time. */
async function* batches(answer) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (rest + value).split("\n\n");
    rest = parts.pop();
    for (const part of parts) if (part.startsWith("data: ")) yield JSON.parse(part.slice(6));
  }
}

export async function runWorlds() {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  update({ worlds: { done: 0, of: 200, leads: [] }, problem: "" });
  try {
    const answer = await fetch("/api/worlds", { method: "POST", body: JSON.stringify(state.setting), signal: mine.signal });
    if (!answer.ok) { update({ problem: (await answer.json()).message, worlds: null }); return; }
    for await (const { done, of, worlds, message } of batches(answer)) {
      if (running !== mine) return;
      if (message) { update({ problem: message, worlds: null }); return; }
      const more = worlds.map(({ arms }) => arms[0].npv - arms[1].npv);
      update({ worlds: { done, of, leads: [...state.worlds.leads, ...more] } });
    }
  } catch (error) {
    if (error.name !== "AbortError") update({ problem: t("message.server") });
  }
}

const quantile = (sorted, share) => sorted[Math.round(share * (sorted.length - 1))];

function summary(leads) {
  const sorted = [...leads].sort((one, other) => one - other);
  const ahead = leads.filter((lead) => lead > 0).length / leads.length;
  return t("worlds.done", {
    share: percent(ahead), of: leads.length, low: euros(quantile(sorted, 0.25), true), high: euros(quantile(sorted, 0.75), true), median: euros(quantile(sorted, 0.5), true),
  });
}

/** Each future is a dot on a heap; dots of futures in which the first twin leads are its colour. */
function heap(leads, words) {
  const { recording, guess } = state;
  const now = recording.lead[recording.months];
  const scale = state.catalogue.cases.find(({ name }) => name === state.setting.case).scale;
  const low = Math.min(-scale / 4, now, ...leads);
  const high = Math.max(scale / 4, now, ...leads);
  const x = (value) => 12 + ((value - low) / (high - low)) * (WIDTH - 24);
  const chart = s("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": t("worlds.label", { of: leads.length, summary: words }), "font-family": "Arial, Helvetica, sans-serif", "font-size": 11 });
  if (guess) chart.append(s("rect", { x: x(Math.max(low, Math.min(high, guess.low))), y: 4, width: Math.max(2, x(Math.max(low, Math.min(high, guess.high))) - x(Math.max(low, Math.min(high, guess.low)))), height: BASE - 2, fill: "#6b3fa0", "fill-opacity": 0.16 }));
  const bins = new Map();
  for (const lead of leads) bins.set(Math.round(x(lead) / 6), (bins.get(Math.round(x(lead) / 6)) ?? 0) + 1);
  const step = Math.min(6, (BASE - 14) / Math.max(1, ...bins.values()));
  const piled = new Map();
  for (const lead of leads) {
    const bin = Math.round(x(lead) / 6);
    const height = piled.get(bin) ?? 0;
    piled.set(bin, height + 1);
    const at = { x: bin * 6, y: BASE - 4 - height * step };
    chart.append(lead > 0
      ? s("circle", { cx: at.x, cy: at.y, r: 2.6, fill: "#0072B2" })
      : s("rect", { x: at.x - 2.3, y: at.y - 2.3, width: 4.6, height: 4.6, fill: "#D55E00" }));
  }
  chart.append(s("line", { x1: 8, x2: WIDTH - 8, y1: BASE, y2: BASE, stroke: "#8c959f" }), s("line", { x1: x(0), x2: x(0), y1: 4, y2: BASE + 4, stroke: "#57606a" }));
  chart.append(s("path", { d: `M${x(now)},${BASE + 2}l5,8h-10z`, fill: "#1b1f24" }, s("title", {}, t("worlds.this"))));
  for (const value of ticks(low, high, 3)) chart.append(s("text", { x: Math.max(22, Math.min(WIDTH - 22, x(value))), y: BASE + 24, "text-anchor": "middle", fill: "#57606a" }, shortEuros(value, true)));
  return chart;
}

function draw() {
  if (state.offline && !state.worlds) { byId("worlds").hidden = true; return; }
  byId("worlds").hidden = false;
  const parts = [h("h2", {}, t("worlds.title"))];
  if (!state.offline) parts.push(h("p.quiet", {}, t("worlds.about")), h("button.primary", { id: "run_worlds", type: "button", onclick: runWorlds }, t("worlds.run")));
  const { worlds, guess } = state;
  if (worlds) {
    const full = worlds.leads.length > 0;
    const words = full ? summary(worlds.leads) : "";
    parts.push(h("p", { id: "worlds_progress" }, t("worlds.running", worlds)));
    if (full) parts.push(h("div.picture", {}, heap(worlds.leads, words)), h("p.quiet", {}, t("worlds.axis", { months: state.recording.months }), " ▲ ", t("worlds.this")));
    if (worlds.done === worlds.of) {
      parts.push(h("p", { id: "worlds_summary" }, words));
      if (guess) {
        const right = worlds.leads.filter((lead) => isRight(guess, lead)).length;
        parts.push(h("p.verdict", { id: "worlds_right" }, t("worlds.right", { right, of: worlds.of, share: percent(right / worlds.of) })));
      }
    }
  }
  const focused = document.activeElement?.id === "run_worlds";
  fill("worlds", ...parts);
  if (focused) byId("run_worlds")?.focus();
}

export function buildWorlds() {
  onChange((changed) => {
    if (!state.recording) return;
    if (changed.has("recording")) { running?.abort(); running = null; }
    if (["recording", "worlds", "guess"].some((key) => changed.has(key))) draw();
  });
}
