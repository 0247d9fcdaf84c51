// Puts the page together: served by smbsim, or as a replay with its recording inside.

import { buildCharts } from "classroom/charts.js";
import { startClock } from "classroom/clock.js";
import { buildControls } from "classroom/controls.js";
import { byId, fill, h } from "classroom/dom.js";
import { buildGuess } from "classroom/guess.js";
import { buildHeader } from "classroom/header.js";
import { buildLessons } from "classroom/lessons.js";
import { buildTwins } from "classroom/network.js";
import { buildShare, openLink } from "classroom/share.js";
import { goTo, onChange, show, state, update } from "classroom/state.js";
import { buildStories } from "classroom/story.js";
import { t } from "classroom/text.js";
import { buildTimeline } from "classroom/timeline.js";
import { buildWorlds } from "classroom/worlds.js";

function buildAll() {
  buildHeader();
  buildTimeline();
  buildTwins();
  buildCharts();
  buildStories();
  buildControls();
  buildGuess();
  buildWorlds();
  startClock();
  fill("footer", h("p", {}, t("footer")));
  onChange((changed) => {
    if (!changed.has("problem")) return;
    byId("message").hidden = !state.problem;
    byId("message").textContent = state.problem;
  });
}

function openReplay({ recording, kept, catalogue }) {
  update({ catalogue, offline: true });
  buildAll();
  fill("controls", h("p.card", {}, t("replay.note")), h("section.card", { id: "worlds" }));
  show(recording, true);
  update({ guess: kept.guess ?? null, guessing: false, worlds: kept.worlds ?? null });
  goTo(kept.month ?? 0);
}

async function openServed() {
  const { recording, catalogue } = await (await fetch("/api/start")).json();
  update({ catalogue });
  buildAll();
  buildShare();
  buildLessons();
  if (!(await openLink())) {
    const { problem } = state; // why a link could not be opened
    show(recording, true);
    update({ problem });
  }
  addEventListener("hashchange", openLink);
}

const inlined = document.getElementById("inlined");
if (inlined) openReplay(JSON.parse(inlined.textContent));
else openServed();
