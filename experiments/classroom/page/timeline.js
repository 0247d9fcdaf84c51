// The time line: play, pause, step, speed, and the month to drag back and forth.

import { byId, fill, h, s } from "classroom/dom.js";
import { ask, goTo, onChange, state, update } from "classroom/state.js";
import { euros, t } from "classroom/text.js";

const SPEEDS = [4, 12, 24, 48];

const SHAPES = {
  restart: "M5,4h3v16h-3zM20,4v16l-11,-8z", back: "M16,4v16l-10,-8z", step: "M8,4v16l10,-8z",
  play: "M6,3v18l15,-9z", pause: "M5,4h5v16h-5zM14,4h5v16h-5z",
};

const sign = (name) => s("svg", { viewBox: "0 0 24 24", width: 20, height: 20, "aria-hidden": "true" }, s("path", { d: SHAPES[name], fill: "currentColor" }));

function button(id, label, action) {
  return h("button.icon", { id, type: "button", "aria-label": label, title: label, onclick: action }, sign(id));
}

export function toggle() {
  if (!state.playing && state.month === state.recording.months) goTo(0);
  update({ playing: !state.playing, guessing: false });
}

export function newLuck() {
  if (state.locked) return;
  const drawn = 1 + Math.floor(Math.random() * 9_998);
  const seed = drawn < state.setting.seed ? drawn : drawn + 1; // never the same again
  update({ playing: false });
  ask({ ...state.setting, seed }, { restart: true });
}

function announce() {
  const month = state.month === 0 ? t("month.start") : t("month", { month: state.month, months: state.recording.months });
  const [first, second] = [0, 1].map((arm) => euros(state.recording.series(arm, state.firm, "npv")[state.month]));
  byId("announcer").textContent = t("announce", { month, first, second });
}

function show() {
  const { month, recording } = state;
  const scrub = byId("scrub");
  scrub.max = recording.months;
  scrub.value = month;
  const words = month === 0 ? t("month.start") : t("month", { month, months: recording.months });
  scrub.setAttribute("aria-valuetext", words);
  byId("month").textContent = words;
  byId("back").disabled = month === 0;
  byId("step").disabled = month === recording.months;
  if (!state.playing) announce();
}

function showPlaying() {
  const play = byId("play");
  fill(play, sign(state.playing ? "pause" : "play"));
  play.setAttribute("aria-label", state.playing ? t("pause") : t("play"));
  play.title = state.playing ? t("pause") : t("play");
}

function stepBy(months) {
  update({ playing: false, guessing: false });
  goTo(state.month + months);
}

function onKey(event) {
  if (event.target.closest("input, select, textarea, button, a, summary, [contenteditable]") || event.altKey || event.ctrlKey || event.metaKey) return;
  const action = { " ": toggle, k: toggle, ArrowRight: () => stepBy(1), ArrowLeft: () => stepBy(-1), Home: () => goTo(0), End: () => goTo(state.recording.months) }[event.key];
  if (!action || !state.recording) return;
  event.preventDefault();
  action();
}

export function buildTimeline() {
  fill("time",
    h("div.buttons", {},
      button("restart", t("restart"), () => { update({ playing: false }); goTo(0); }),
      button("back", t("back"), () => stepBy(-1)),
      button("play", t("play"), toggle),
      button("step", t("step"), () => stepBy(1))),
    h("div.scrubbing", {},
      h("output", { id: "month", for: "scrub" }),
      h("input", { id: "scrub", type: "range", min: 0, max: 1, step: 1, value: 0, "aria-label": t("scrub"), oninput: (event) => { update({ playing: false, guessing: false }); goTo(Number(event.target.value)); } })),
    h("label.speed", {}, t("speed"), " ", h("select", { id: "speed", onchange: (event) => update({ speed: Number(event.target.value) }) },
      ...SPEEDS.map((value) => h("option", { value, selected: value === state.speed, title: t("speed.about", { value }) }, t(`speed.${value}`))))),
    h("div.luck", { title: t("luck.why") },
      h("strong", { id: "luck" }),
      h("button", { id: "new_luck", type: "button", onclick: newLuck }, t("luck.new")),
      h("label", {}, h("input", { id: "lock", type: "checkbox", onchange: (event) => update({ locked: event.target.checked }) }), " ", t("luck.lock"))));
  document.addEventListener("keydown", onKey);
  onChange((changed) => {
    if (!state.recording) return;
    if (changed.has("recording") || changed.has("month")) show();
    if (changed.has("playing")) { showPlaying(); if (!state.playing) announce(); }
    if (changed.has("setting")) byId("luck").textContent = t("luck", { seed: state.setting.seed });
    byId("new_luck").disabled = state.locked || state.offline;
    byId("lock").checked = state.locked;
    byId("lock").disabled = state.offline;
  });
}
