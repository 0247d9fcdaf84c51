// What the page shows now: one object, and a way to hear of changes. Nothing of it is kept by the server.

import { Recording } from "classroom/recording.js";
import { t } from "classroom/text.js";

export const state = {
  catalogue: null,
  setting: null, // what the server is asked for
  recording: null,
  month: 0,
  seen: 0, // furthest month that was shown
  firm: 0,
  colour: "use",
  playing: false,
  speed: 12,
  locked: false,
  guess: null, // { low, high, curve: 13 numbers or null }
  guessing: true,
  worlds: null, // { done, of, leads }
  offline: false,
  problem: "",
};

const listeners = [];

export function onChange(listener) {
  listeners.push(listener);
}

/** Change parts of the state and tell all who listen which parts changed. */
export function update(changes) {
  const changed = new Set(Object.keys(changes).filter((key) => state[key] !== changes[key]));
  Object.assign(state, changes);
  if (changed.size) for (const listener of listeners) listener(changed);
}

export function goTo(month) {
  const last = state.recording.months;
  const next = Math.max(0, Math.min(last, Math.round(month)));
  update({ month: next, seen: Math.max(state.seen, next), ...(next === last ? { playing: false } : {}) });
}

let asked = 0;

/** Ask the server for the recording of a setting; the month on show stays where it is. */
export async function ask(setting, { restart = false } = {}) {
  const mine = ++asked;
  try {
    const answer = await fetch("/api/recording", { method: "POST", body: JSON.stringify(setting) });
    const content = await answer.json();
    if (mine !== asked) return false; // a later question overtook this one
    if (!answer.ok) {
      update({ problem: content.message });
      return false;
    }
    show(content, restart);
    return true;
  } catch (error) {
    if (mine === asked) update({ problem: t("message.server") });
    return false;
  }
}

export function show(content, restart) {
  const recording = new Recording(content);
  const month = restart ? 0 : Math.min(state.month, recording.months);
  update({
    setting: content.setting, recording, month, problem: "", worlds: null,
    seen: restart ? 0 : Math.min(state.seen, recording.months),
    firm: Math.min(state.firm, recording.firms.length - 1),
  });
}
