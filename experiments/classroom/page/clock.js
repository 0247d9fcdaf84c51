// Playing: months pass at the chosen speed, as smoothly as the screen allows.

import { goTo, onChange, state } from "classroom/state.js";

let last = null;
let owed = 0;

function tick(now) {
  if (!state.playing) {
    last = null;
    return;
  }
  if (last !== null) owed += ((now - last) / 1000) * state.speed;
  last = now;
  const whole = Math.floor(owed);
  if (whole > 0) {
    owed -= whole;
    goTo(state.month + whole);
  }
  requestAnimationFrame(tick);
}

export function startClock() {
  onChange((changed) => {
    if (changed.has("playing") && state.playing) {
      owed = 0;
      last = null;
      requestAnimationFrame(tick);
    }
  });
}
