// What happened, in words. Each event opens what was believed and what was true.

import { byId, fill, h } from "classroom/dom.js";
import { onChange, state } from "classroom/state.js";
import { euros, number, t } from "classroom/text.js";

const SIGNS = {
  "chosen": "+", "went live": "●", "abandoned": "✕", "pilot stopped": "✕", "retired": "✕", "escalated": "!",
  "judged a loss": "▼", "trouble": "△", "over budget": "△", "fixed": "✓", "reward jump": "◇", "strategy revised": "◇",
  "product matured": "▲", "product disappointed": "▼", "summary": "■",
};
const SPENDING = new Set(["fixed", "pilot stopped", "abandoned", "retired"]);
const shownCount = [-1, -1];

function pair(heading, one, other, labels) {
  const most = Math.max(Math.abs(one), Math.abs(other), 1);
  const row = (label, value, kind) => h("tr", {}, h("th", { scope: "row" }, label), h("td", {}, euros(value)),
    h("td.bar", {}, h(`span.${kind}`, { style: `width:${(100 * Math.abs(value)) / most}%` })));
  return h("table.pair", {}, h("caption", {}, heading), h("tbody", {}, row(labels[0], one, "believed"), row(labels[1], other, "true")));
}

function facts(event) {
  const known = event.facts;
  const found = [];
  if (event.kind === "judged a loss") {
    found.push(h("p", {}, t("facts.loss", { believed: euros(known.perceived), loss: euros(-known.true) })));
  } else if ("perceived" in known && "true" in known) {
    found.push(pair(t("facts.month"), known.perceived, known.true, [t("facts.believed"), t("facts.true")]));
    if (known.true > 0 && known.perceived > 0) found.push(h("p", {}, t("facts.ratio", { ratio: number(known.perceived / known.true, 1) })));
  }
  if ("planned" in known && "actual" in known && event.kind !== "escalated") {
    found.push(pair(t("facts.cost"), known.planned, known.actual, [t("facts.planned"), t("facts.actual")]));
  }
  if (SPENDING.has(event.kind) && known.actual > 0) found.push(h("p", {}, t("facts.spent", { spent: euros(known.actual) })));
  if (known.shortlisted > 1) found.push(h("p", {}, t("facts.shortlist", { count: known.shortlisted, better: known.better })));
  if (event.kind === "chosen") found.push(h("p", {}, t("facts.cue", { cue: t(`cue.${known.detail}`) })));
  if (!found.length) found.push(h("p", {}, t(event.department ? "facts.nothing" : "facts.market")));
  return found;
}

function entry(event, arm) {
  const when = event.month === 0 ? t("story.start") : t("story.month", { month: event.month });
  const content = [h("span.sign", { "aria-hidden": "true" }, SIGNS[event.kind] ?? "·"), h("span.when", {}, when), h("span.words", {}, event.text)];
  if (event.kind === "summary") return h(`li.event.arm${arm}`, {}, h("div.line", {}, ...content));
  const details = h("details", {}, h("summary.line", {}, ...content));
  details.addEventListener("toggle", () => { // the facts are made when first asked for
    if (details.open && details.children.length === 1) details.append(h("div.facts", {}, ...facts(event)));
  });
  return h(`li.event.arm${arm}`, {}, details);
}

/** Add what is new at the top, take away what the month on show has not seen. */
function draw(arm, afresh) {
  const events = state.recording.events(arm, state.firm, state.month);
  const list = byId(`story_${arm}`);
  if (afresh) { list.replaceChildren(); shownCount[arm] = 0; }
  while (shownCount[arm] > events.length) { list.firstElementChild.remove(); shownCount[arm] -= 1; }
  while (shownCount[arm] < events.length) { list.prepend(entry(events[shownCount[arm]], arm)); shownCount[arm] += 1; }
  byId(`quiet_${arm}`).hidden = events.length > 0;
}

export function buildStories() {
  fill("stories", ...[0, 1].map((arm) => h("section.card.story", { "aria-labelledby": `story_title_${arm}` },
    h("h2", { id: `story_title_${arm}` }, h(`span.shape.shape${arm}`, { "aria-hidden": "true" }), t(`story.title.${arm}`)),
    h("p.quiet", { id: `quiet_${arm}` }, t("story.none")),
    h("ol", { id: `story_${arm}`, tabindex: 0, "aria-labelledby": `story_title_${arm}` }))));
  onChange((changed) => {
    if (!state.recording) return;
    const afresh = changed.has("recording") || changed.has("firm");
    if (afresh || changed.has("month")) [0, 1].forEach((arm) => draw(arm, afresh));
  });
}
