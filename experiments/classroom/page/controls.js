// Sliders and presets, as the parameters are declared; from the start, or from the month on show.

import { byId, fill, h } from "classroom/dom.js";
import { ask, onChange, state, update } from "classroom/state.js";
import { explained, number, percent, t } from "classroom/text.js";

let arm = 1;
let when = "start";
let waiting = null;

const plain = (key) => t(`control.${key.split(".").at(-1)}`);
const shown = (control, value) => (control.high === 1 && control.low === 0 ? percent(value) : number(value, 2));

const written = (key, value) => shown(state.catalogue.controls.find((control) => control.key === key), value);

/** Value that an arm has in a month: its policy or the biases of the story, then what was changed. */
function valueAt(key, twin, month) {
  const { policy, values } = state.setting.arms[twin];
  let [now, own] = [policy, { ...values }];
  for (const change of [...state.setting.changes].sort((one, other) => one.month - other.month)) {
    if (change.arm !== twin || change.month > month) continue;
    if (change.key === "policy") [now, own] = [change.value, {}];
    else own[change.key] = change.value;
  }
  if (key === "policy") return now;
  if (key in own) return own[key];
  const [group, name] = key.split(".");
  return group === "practices" ? state.catalogue.policies[now][name] : state.catalogue.biases[group][name];
}

/** Whether a change can begin at the month on show: not at the start, nor when all is over. */
const within = () => state.month > 0 && state.month < state.recording.months;
const fromNow = () => when === "now" && within();
const monthOfChange = () => (fromNow() ? state.month : 0);
const nowWords = () => (within() ? t("controls.now", { month: state.month }) : t("controls.later"));

function send(setting) {
  clearTimeout(waiting);
  update({ playing: false });
  waiting = setTimeout(() => ask(setting), 60);
}

function change(key, value) {
  const setting = structuredClone(state.setting);
  if (fromNow()) {
    setting.changes = setting.changes.filter((item) => !(item.month === state.month && item.arm === arm && item.key === key));
    setting.changes.push({ month: state.month, arm, key, value });
  } else if (key === "policy") setting.arms[arm] = { policy: value, values: {} };
  else setting.arms[arm].values[key] = value;
  state.setting = setting; // so that a second slider moved at once builds on this one
  send(setting);
}

function slider(control) {
  const { key } = control;
  const value = valueAt(key, arm, monthOfChange());
  const id = `slider_${key.replace(".", "_")}`;
  const about = explained(control, control.low, control.high);
  const output = h("output", { for: id }, shown(control, value));
  const marked = control.neutral !== null && control.neutral !== undefined;
  const at = marked ? (control.neutral - control.low) / (control.high - control.low) : 0;
  return h("div.slider", {},
    h("label", { for: id, title: about }, h("span", {}, plain(key)), output),
    h("div.track", {},
      h("input", {
        id, type: "range", min: control.low, max: control.high, step: (control.high - control.low) / 100, value, "aria-describedby": `${id}_about`, "data-key": key,
        oninput: (event) => { output.textContent = shown(control, Number(event.target.value)); change(key, Number(event.target.value)); },
      }),
      marked && h("span.neutral", { style: `left:calc(8px + (100% - 16px) * ${at})`, title: t("controls.neutral"), "aria-hidden": "true" })),
    h("p.about", { id: `${id}_about` }, about));
}

function group(name, first) {
  const controls = state.catalogue.controls.filter(({ key }) => key.startsWith(`${name}.`) && !first.includes(key));
  return h("details", { open: opened.has(name), ontoggle: (event) => (event.target.open ? opened.add(name) : opened.delete(name)) },
    h("summary", {}, t(`controls.group.${name}`)), ...controls.map(slider));
}

const opened = new Set();
let moreOpen = false;

function changesSoFar() {
  const items = [];
  state.setting.arms.forEach(({ values }, twin) => Object.entries(values).forEach(([key, value]) => items.push({
    words: t("controls.difference", { twin: t(`twin.${twin}`), key: plain(key), value: written(key, value) }),
    undo: (setting) => { delete setting.arms[twin].values[key]; },
  })));
  state.setting.changes.forEach((item, place) => items.push({
    words: t("controls.change", { month: item.month, twin: t(`twin.${item.arm}`), key: plain(item.key), value: item.key === "policy" ? t(`policy.${item.value}`) : written(item.key, item.value) }),
    undo: (setting) => { setting.changes.splice(place, 1); },
  }));
  if (!items.length) return null;
  const undo = (action) => () => { const setting = structuredClone(state.setting); action(setting); send(setting); };
  return h("div.changes", {}, h("h3", {}, t("controls.changes")),
    h("ul", {}, ...items.map((item) => h("li", {}, item.words, " ", h("button.small", { type: "button", "aria-label": t("controls.remove", { what: item.words }), onclick: undo(item.undo) }, "✕")))),
    h("button", { type: "button", id: "undo_all", onclick: undo((setting) => { setting.changes = []; setting.arms.forEach((one) => { one.values = {}; }); }) }, t("controls.reset")));
}

function radio(name, value, checked, words, action, disabled = false) {
  return h("label", {}, h("input", { id: `${name}_${value}`, type: "radio", name, value, checked, disabled, onchange: action }), " ", words);
}

export function drawControls() {
  const focused = document.activeElement?.id;
  const first = state.catalogue.first;
  const find = (key) => state.catalogue.controls.find((control) => control.key === key);
  const policy = valueAt("policy", arm, monthOfChange());
  fill("sliders",
    h("fieldset", {}, h("legend", {}, t("controls.twin")), ...[0, 1].map((twin) => radio("twin", twin, twin === arm, h("span", {}, h(`span.shape.shape${twin}`, { "aria-hidden": "true" }), t(`twin.${twin}`)), () => { arm = twin; drawControls(); }))),
    h("fieldset", {}, h("legend", {}, t("controls.when")),
      radio("when", "start", !fromNow(), t("controls.start"), () => { when = "start"; drawControls(); }),
      radio("when", "now", fromNow(), h("span", { id: "now_words" }, nowWords()), () => { when = "now"; drawControls(); }, !within())),
    h("label.row", {}, h("span", {}, t("policy")), h("select", { id: "policy", onchange: (event) => change("policy", event.target.value) },
      ...Object.keys(state.catalogue.policies).map((name) => h("option", { value: name, selected: name === policy }, t(`policy.${name}`))))),
    ...first.map((key) => slider(find(key))),
    h("details", { id: "more", open: moreOpen, ontoggle: (event) => { if (event.target.id === "more") moreOpen = event.target.open; } }, h("summary", {}, t("controls.more")),
      h("label.row", {}, h("span", {}, t("controls.regime")), h("select", { id: "regime", onchange: (event) => send({ ...state.setting, regime: event.target.value || null }) },
        h("option", { value: "" }, t("regime.none")),
        ...state.catalogue.regimes.map((name) => h("option", { value: name, selected: name === state.setting.regime }, t(`regime.${name}`))))),
      ...["practices", "managers", "employees"].map((name) => group(name, first))),
    changesSoFar());
  if (focused) byId(focused)?.focus();
}

export function buildControls() {
  fill("controls", h("section.card", { "aria-labelledby": "controls_title" }, h("h2", { id: "controls_title" }, t("controls.title")), h("div", { id: "sliders" })),
    h("section.card", { id: "worlds" }), h("section.card", { id: "share" }));
  onChange((changed) => {
    if (!state.recording || state.offline) return;
    const dragging = document.activeElement?.type === "range" && document.activeElement.closest("#sliders");
    if (changed.has("setting") && !dragging) drawControls();
    else if (changed.has("setting")) refreshChanges();
    if (changed.has("month") && byId("now_words")) {
      byId("now_words").textContent = nowWords();
      byId("when_now").disabled = !within();
      if (when === "now" && !state.playing && !dragging) drawControls();
    }
  });
}

/** While a slider is held, only the list of changes below is drawn again. */
function refreshChanges() {
  byId("sliders").querySelector(".changes")?.remove();
  const list = changesSoFar();
  if (list) byId("sliders").append(list);
}
