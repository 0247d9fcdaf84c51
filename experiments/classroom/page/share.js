// Keeping and sharing: link, file, replay, the class's guesses in one picture, and code.

import { ticks } from "classroom/charts.js";
import { byId, download, fill, h, s } from "classroom/dom.js";
import { isRight } from "classroom/guess.js";
import { notebookCode } from "classroom/notebook.js";
import { ask, goTo, state, update } from "classroom/state.js";
import { euros, shortEuros, t } from "classroom/text.js";

const KIND = "smbsim classroom";

function whole() {
  const { setting, month, guess, locked, recording } = state;
  return { kind: KIND, format: 1, setting, month, guess, locked, result: recording.lead[recording.months] };
}

const packed = (content) => btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(content)))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const unpacked = (text) => JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0))));

function checked(content) {
  if (content?.kind !== KIND || typeof content.setting !== "object") throw new Error("not of this page");
  const guess = content.guess;
  if (guess && !(Number.isFinite(guess.low) && Number.isFinite(guess.high))) throw new Error("odd guess");
  return content;
}

/** Take over a saved state; false where the server refuses its setting. */
async function open(content) {
  const { setting, month, guess, locked, guessing } = checked(content);
  const shown = await ask(setting, { restart: true });
  if (!shown) return false;
  update({ playing: false, guess: guess ?? null, guessing: Boolean(guessing), locked: Boolean(locked) });
  goTo(Number(month) || 0);
  return true;
}

/** Open what the address holds; false where it holds nothing that can be read. */
export async function openLink() {
  const text = location.hash.replace(/^#s=/, "");
  if (!text || text === location.hash) return false;
  try {
    return await open(unpacked(text));
  } catch (error) {
    // Browsers refuse every later request of a page whose address holds certain odd signs.
    history.replaceState(null, "", location.origin + location.pathname);
    update({ problem: t("message.link") });
    return false;
  }
}

const linkTo = (content) => `${location.href.split("#")[0]}#s=${packed(content)}`;

/** Put what is shown into the address, so that the page is the same when it opens anew. */
export function keepInAddress() {
  if (!state.offline) history.replaceState(null, "", linkTo({ ...whole(), guessing: state.guessing }));
}

async function copyLink() {
  const link = linkTo(whole());
  history.replaceState(null, "", link);
  try {
    await navigator.clipboard.writeText(link);
    byId("share_note").textContent = t("share.copied");
  } catch (error) {
    byId("share_note").textContent = t("share.shown", { link });
  }
}

const fileName = () => `smbsim_${state.setting.case}_${state.setting.seed}.json`;

async function saveReplay() {
  const kept = { month: state.month, guess: state.guess, worlds: state.worlds?.done === state.worlds?.of ? state.worlds : null };
  const answer = await fetch("/api/replay", { method: "POST", body: JSON.stringify({ setting: state.setting, kept }) });
  if (!answer.ok) { update({ problem: (await answer.json()).message }); return; }
  download(fileName().replace(".json", "_replay.html"), await answer.blob(), "text/html");
}

async function readFiles(event, action) {
  const files = [...event.target.files];
  event.target.value = "";
  const read = await Promise.all(files.map(async (file) => {
    try { return { name: file.name, ...checked(JSON.parse(await file.text())) }; } catch (error) { return null; }
  }));
  action(read.filter(Boolean));
}

function openFiles(read) {
  if (read.length) open(read[0]);
  else update({ problem: t("message.file") });
}

/** One bar per pupil: the guessed range, and the result of that pupil's own run. */
function pool(read) {
  const guesses = read.filter(({ guess, result }) => guess && Number.isFinite(result));
  if (!guesses.length) { update({ problem: t("pool.none") }); return; }
  const all = guesses.flatMap(({ guess, result }) => [guess.low, guess.high, result, 0]);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const x = (value) => 30 + ((value - low) / (high - low || 1)) * 600;
  const right = guesses.filter(({ guess, result }) => isRight(guess, result)).length;
  const about = t("pool.about", { right, count: guesses.length });
  const rows = guesses.flatMap(({ name, guess, result }, place) => {
    const y = 12 + place * 22;
    return [s("rect", { x: x(guess.low), y, width: Math.max(2, x(guess.high) - x(guess.low)), height: 12, fill: "#6b3fa0", "fill-opacity": 0.35, stroke: "#6b3fa0" }, s("title", {}, `${name}: ${euros(guess.low, true)} – ${euros(guess.high, true)}`)),
      s("path", { d: `M${x(result)},${y - 4}v20`, stroke: "#1b1f24", "stroke-width": 3 }, s("title", {}, euros(result, true)))];
  });
  const bottom = 18 + guesses.length * 22;
  const axis = ticks(low, high).flatMap((value) => [
    s("line", { x1: x(value), x2: x(value), y1: 0, y2: bottom, stroke: value === 0 ? "#57606a" : "#e4e7eb" }),
    s("text", { x: x(value), y: bottom + 16, "text-anchor": "middle", fill: "#57606a" }, shortEuros(value, true))]);
  const chart = s("svg", { viewBox: `0 0 660 ${bottom + 24}`, role: "img", "aria-label": about, "font-family": "Arial, Helvetica, sans-serif", "font-size": 12 }, ...axis, ...rows);
  dialog(t("pool.title", { count: guesses.length }), h("p", {}, about), h("div.picture", {}, chart), h("p.quiet", {}, t("guess.unit")));
}

export function dialog(title, ...content) {
  const shown = h("dialog", { "aria-label": title, onclose: () => shown.remove() }, h("h2", {}, title), ...content,
    h("div.buttons", {}, h("button", { type: "button", onclick: () => shown.close() }, t("share.close"))));
  document.body.append(shown);
  shown.showModal();
}

function openNotebook() {
  const code = notebookCode(state.setting, state.catalogue);
  dialog(t("share.notebook.title"), h("pre", { id: "notebook_code", tabindex: 0 }, code),
    h("button.primary", { type: "button", onclick: () => navigator.clipboard?.writeText(code) }, t("share.notebook.copy")));
}

function picker(id, words, multiple, action) {
  return h("label.button", {}, words, h("input.unseen", { id, type: "file", accept: ".json,application/json", multiple, onchange: (event) => readFiles(event, action) }));
}

export function buildShare() {
  const button = (id, words, action) => h("button", { id, type: "button", onclick: action }, words);
  fill("share", h("h2", {}, t("share.title")), h("div.buttons", {},
    button("copy_link", t("share.link"), copyLink),
    button("save_file", t("share.file"), () => download(fileName(), JSON.stringify(whole(), null, 1), "application/json")),
    picker("open_file", t("share.open"), false, openFiles),
    button("save_replay", t("share.replay"), saveReplay),
    picker("pool_files", t("pool.open"), true, pool),
    button("open_notebook", t("share.notebook"), openNotebook)), h("p.quiet", { id: "share_note", role: "status" }));
}
