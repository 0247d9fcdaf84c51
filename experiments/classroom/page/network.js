// The firm as a living network: departments, people, systems, links present and missing.

import { byId, fill, h, s } from "classroom/dom.js";
import { COLOURS } from "classroom/charts.js";
import { onChange, state, update } from "classroom/state.js";
import { euros, percent, t } from "classroom/text.js";

const NARROW = innerWidth < 760;
const WIDTH = NARROW ? 414 : 620;
const HEIGHT = NARROW ? 490 : 322;
// Departments stand in two rows; systems hang where a row faces the other, so that links are short.
const BOXES = NARROW ? [
  { x: 8, y: 8, down: true }, { x: 214, y: 8, down: true }, { x: 8, y: 190, down: false },
  { x: 214, y: 190, down: false }, { x: 111, y: 372, down: false },
] : [
  { x: 8, y: 8, down: true }, { x: 214, y: 8, down: true }, { x: 420, y: 8, down: true },
  { x: 111, y: 204, down: false }, { x: 317, y: 204, down: false },
];
const BOX = { width: 192, height: 110 };
const MISSING = "#B00020";
const LIVE = 5;

const spot = (place) => {
  const box = BOXES[Math.floor(place / 3)];
  return { x: box.x + 36 + (place % 3) * 60, y: box.down ? box.y + BOX.height - 20 : box.y + 20 };
};

function mixed(colour, share) {
  const part = (from) => parseInt(colour.slice(from, from + 2), 16);
  const tone = (from) => Math.round(255 + (part(from) - 255) * share);
  return `rgb(${tone(1)},${tone(3)},${tone(5)})`;
}

class Network {
  constructor(arm) {
    this.arm = arm;
    this.svg = s("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "font-family": "Arial, Helvetica, sans-serif" });
    this.people = [];
  }

  /** Draw what stays: departments and people. */
  lay() {
    const firm = state.recording.firms[state.firm];
    this.people = [];
    this.links = s("g", {});
    this.systems = s("g", {});
    this.svg.replaceChildren();
    firm.departments.forEach((department, place) => this.layDepartment(department, BOXES[place]));
    this.svg.append(this.links, this.systems);
  }

  layDepartment(department, box) {
    const heading = box.down ? box.y + 18 : box.y + BOX.height - 8;
    this.svg.append(
      s("rect", { x: box.x, y: box.y, width: BOX.width, height: BOX.height, rx: 10, fill: "#f6f8fa", stroke: "#d0d7de" }),
      s("text", { x: box.x + 12, y: heading, "font-size": 13, "font-weight": 600, fill: "#1b1f24" }, t(`department.${department.name}`)),
    );
    if (department.people === 0) {
      this.svg.append(s("text", { x: box.x + BOX.width - 12, y: heading, "text-anchor": "end", "font-size": 11, fill: "#57606a" }, t("nobody")));
    }
    const perRow = 13;
    const rows = Math.ceil(department.people / perRow);
    const radius = rows > 3 ? 4 : 5.5;
    const first = (box.down ? box.y + 34 : box.y + 48);
    for (let number = 0; number < department.people; number += 1) {
      const circle = s("circle", {
        cx: box.x + 16 + (number % perRow) * 13.2, cy: first + Math.floor(number / perRow) * (2 * radius + 2.5), r: radius,
        stroke: COLOURS[this.arm], "stroke-width": 1.2, fill: "#fff",
      });
      const title = s("title", {});
      circle.append(title);
      this.svg.append(circle);
      this.people.push({ circle, title, department: department.name, number: number + 1 });
    }
  }

  /** Show a month. */
  paint() {
    const { recording, firm, month, colour } = state;
    const strongest = colour === "use" ? 1 : 0.3;
    this.people.forEach((person, place) => {
      const value = recording.person(this.arm, firm, month, place, colour);
      person.circle.setAttribute("fill", value === null ? "#fff" : mixed(COLOURS[this.arm], Math.min(1, value / strongest)));
      person.circle.setAttribute("stroke-dasharray", value === null ? "2 2" : "");
      person.title.textContent = t("person", { department: t(`department.${person.department}`), number: person.number, what: t(`colour.${colour}`), value: value === null ? t("none") : percent(value) });
    });
    const systems = recording.systems(this.arm, firm, month);
    const links = recording.links(this.arm, firm, month);
    this.systems.replaceChildren(...systems.map((system) => this.system(system)));
    const gaps = this.gaps(links.missing, systems);
    this.links.replaceChildren(...gaps, ...links.present.map((pair) => this.link(...pair)));
    const live = systems.filter((system) => system.status === LIVE).length;
    this.svg.setAttribute("aria-label", t("network.label", {
      name: recording.firms[firm].name, twin: t(`twin.${this.arm}`), month, live, projects: systems.length - live,
      present: links.present.length, missing: gaps.length, usage: percent(recording.series(this.arm, firm, "usage")[month]),
    }));
    return { live, projects: systems.length - live, present: links.present.length, missing: gaps.length };
  }

  system({ place, status, product, usage }) {
    const { x, y } = spot(place);
    const live = status === LIVE;
    const tone = COLOURS[this.arm];
    const shape = live
      ? [s("rect", { x: x - 26, y: y - 14, width: 52, height: 28, rx: 3, fill: "#fff", stroke: tone, "stroke-width": 2 }),
        s("rect", { x: x - 25, y: y + 6, width: 50 * (usage ?? 0), height: 7, fill: tone }),
        s("line", { x1: x - 25, x2: x + 25, y1: y + 5.5, y2: y + 5.5, stroke: tone, "stroke-width": 0.7 })]
      : [s("path", { d: `M${x - 26},${y}l10,-13h32l10,13l-10,13h-32z`, fill: "#fff", stroke: tone, "stroke-width": 1.5, "stroke-dasharray": "3 2" })];
    return s("g", {},
      s("title", {}, t("system", { name: product.name, status: t(`status.${status}`), usage: percent(usage) })),
      ...shape,
      s("text", { x, y: live ? y + 1 : y + 4, "text-anchor": "middle", "font-size": 11.5, fill: "#1b1f24" }, t(`category.${product.category}`)));
  }

  curve(from, to) {
    const bend = (from.y + to.y) / 2 + (from.y === to.y ? (from.y < HEIGHT / 2 ? 46 : -46) : 0);
    return `M${from.x},${from.y}C${from.x},${bend} ${to.x},${bend} ${to.x},${to.y}`;
  }

  link(one, other) {
    return s("path", { d: this.curve(spot(one), spot(other)), fill: "none", stroke: "#444c56", "stroke-width": 2, opacity: 0.75 });
  }

  /** One dashed line per pair of departments that should be linked and are not. */
  gaps(missing, systems) {
    const seen = new Set();
    const found = [];
    for (const [place, department] of missing) {
      const here = Math.floor(place / 3);
      const key = [here, department].sort().join("-");
      const there = systems.find((system) => system.status === LIVE && Math.floor(system.place / 3) === department);
      if (seen.has(key) || !there || here === department) continue;
      seen.add(key);
      found.push(s("path", { d: this.curve(spot(place), spot(there.place)), fill: "none", stroke: MISSING, "stroke-width": 1.8, "stroke-dasharray": "5 5" }));
    }
    return found;
  }
}

const networks = [new Network(0), new Network(1)];

export function armName(arm) {
  const { policy, values } = state.setting.arms[arm];
  const changed = Object.keys(values).length > 0 || state.setting.changes.some((change) => change.arm === arm);
  return changed ? t("changed.policy", { policy: t(`policy.${policy}`) }) : t(`policy.${policy}`);
}

function head(arm) {
  const { recording, firm, month } = state;
  const values = [0, 1].map((twin) => recording.series(twin, firm, "npv")[month]);
  const gap = values[arm] - values[1 - arm];
  const key = gap > 0 ? "lead.more" : gap < 0 ? "lead.less" : "lead.same";
  fill(`head_${arm}`,
    h("h2", {}, h(`span.shape.shape${arm}`, { "aria-hidden": "true" }), t(`twin.${arm}`), " ", h("span.policy", {}, armName(arm))),
    h("p.amount", {}, h(`strong.arm${arm}`, {}, euros(values[arm])), " ", h("span.quiet", {}, t("value.so_far", { month }))),
    h("p.gap", {}, t(key, { value: euros(Math.abs(gap)) })));
}

function paint() {
  [0, 1].forEach((arm) => { head(arm); networks[arm].paint(); });
}

function legend() {
  const sign = (...parts) => s("svg", { viewBox: "0 0 26 14", width: 26, height: 14, "aria-hidden": "true" }, ...parts);
  const items = [
    [sign(s("circle", { cx: 7, cy: 7, r: 5, fill: "#fff", stroke: "#57606a" }), s("circle", { cx: 19, cy: 7, r: 5, fill: "#57606a", stroke: "#57606a" })), t("legend.person", { what: t(`colour.${state.colour}`) })],
    [sign(s("rect", { x: 1, y: 1, width: 24, height: 12, rx: 2, fill: "#fff", stroke: "#57606a", "stroke-width": 1.6 }), s("rect", { x: 2, y: 8, width: 14, height: 4, fill: "#57606a" })), t("legend.live")],
    [sign(s("path", { d: "M1,7l5,-6h14l5,6l-5,6h-14z", fill: "#fff", stroke: "#57606a", "stroke-dasharray": "3 2" })), t("legend.project")],
    [sign(s("line", { x1: 1, x2: 25, y1: 7, y2: 7, stroke: "#444c56", "stroke-width": 2 })), t("legend.link")],
    [sign(s("line", { x1: 1, x2: 25, y1: 7, y2: 7, stroke: MISSING, "stroke-width": 2, "stroke-dasharray": "5 4" })), t("legend.missing")],
  ];
  return items.map(([picture, words]) => h("span.key", {}, picture, " ", words));
}

function choices() {
  const firms = state.recording.firms;
  const pick = h("select", { id: "firm", onchange: (event) => update({ firm: Number(event.target.value) }) },
    ...firms.map((firm, place) => h("option", { value: place, selected: place === state.firm }, t("firm.people", { name: firm.name, count: firm.headcount }))));
  const colour = h("select", { id: "colour", onchange: (event) => update({ colour: event.target.value }) },
    ...["use", "resistance"].map((name) => h("option", { value: name, selected: name === state.colour }, t(`colour.${name}`))));
  fill("choices", h("label", {}, t("firm"), " ", pick), h("label", {}, t("colour"), " ", colour), h("div.legend", {}, ...legend()));
}

export function buildTwins() {
  fill("twins", h("div", { id: "choices" }), ...[0, 1].map((arm) => h(`article.card.twin.twin${arm}`, {}, h("div", { id: `head_${arm}` }), networks[arm].svg)));
  onChange((changed) => {
    if (!state.recording) return;
    if (changed.has("recording") || changed.has("firm")) networks.forEach((network) => network.lay());
    if (["recording", "firm", "colour"].some((key) => changed.has(key))) choices();
    if (["recording", "firm", "colour", "month"].some((key) => changed.has(key))) paint();
  });
  return byId("twins");
}
