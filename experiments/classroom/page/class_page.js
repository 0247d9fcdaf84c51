// The class page: sliders over futures that were run beforehand; nothing is computed but looked up.

import { COLOURS, ticks } from "classroom/charts.js";
import { byId, fill, h, s } from "classroom/dom.js";
import { LANGUAGES, chooseLanguage, currentLanguage, explained, number, percent, shortEuros, t } from "classroom/text.js";

const surface = JSON.parse(byId("inlined").textContent);
const { sliders, cells, futures, months } = surface;
const WIDTH = 380;
const HEIGHT = 230;
const EDGE = { left: 62, right: 14, top: 12, bottom: 34 };
const places = sliders.map(({ first }) => first);
const named = (slider) => t(`control.${slider.key.split(".").at(-1)}`);
let guess = null;

/** The cell at these places of the sliders; the last slider is the fastest. */
const cellAt = (at) => cells[at.reduce((row, place, number) => row * sliders[number].levels.length + place, 0)];
const aheadIn = ({ leads }) => leads.filter((lead) => lead > 0).length;

function sentence() {
  const { mean, low, high } = cellAt(places);
  const says = low > 0 ? "class.first" : high < 0 ? "class.second" : "class.neither";
  return t(says, { months, lead: shortEuros(Math.abs(mean)), low: shortEuros(low, true), high: shortEuros(high, true), ahead: aheadIn(cellAt(places)), of: futures });
}

function plane(label, low, high, y) {
  const chart = s("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label, "font-family": "Arial, Helvetica, sans-serif", "font-size": 12 });
  for (const value of ticks(low, high)) {
    chart.append(
      s("line", { x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y(value), y2: y(value), stroke: value === 0 ? "#1b1f24" : "#e4e7eb" }),
      s("text", { x: EDGE.left - 7, y: y(value) + 4, "text-anchor": "end", fill: "#57606a" }, shortEuros(value, true)),
    );
  }
  return chart;
}

/** The mean lead along one slider, the others staying where they are, with its band. */
function curve(which) {
  const slider = sliders[which];
  const along = slider.levels.map((_, place) => cellAt(places.map((other, at) => (at === which ? place : other))));
  const low = Math.min(...lowest);
  const high = Math.max(...highest);
  const x = (place) => EDGE.left + 8 + (place / (slider.levels.length - 1)) * (WIDTH - EDGE.left - EDGE.right - 16);
  const y = (value) => EDGE.top + ((high - value) / (high - low)) * (HEIGHT - EDGE.top - EDGE.bottom);
  const now = along[places[which]];
  const label = t("class.curve", { name: named(slider), mean: shortEuros(now.mean, true), low: shortEuros(now.low, true), high: shortEuros(now.high, true) });
  const chart = plane(label, low, high, y);
  const points = (key) => along.map((cell, place) => `${x(place)},${y(cell[key])}`);
  chart.append(
    s("polygon", { points: [...points("low"), ...points("high").reverse()].join(" "), fill: "#1b1f24", "fill-opacity": 0.14 }),
    s("polyline", { points: points("mean").join(" "), fill: "none", stroke: "#1b1f24", "stroke-width": 2.2 }),
    s("line", { x1: x(places[which]), x2: x(places[which]), y1: y(now.low), y2: y(now.high), stroke: "#6b3fa0", "stroke-width": 2 }),
    s("circle", { cx: x(places[which]), cy: y(now.mean), r: 5.5, fill: "#6b3fa0", stroke: "#fff", "stroke-width": 1.5 }),
  );
  slider.levels.forEach((level, place) => chart.append(s("text", { x: x(place), y: HEIGHT - 14, "text-anchor": "middle", fill: "#57606a" }, number(level, 2))));
  return chart;
}

const lowest = cells.map(({ low }) => low).concat(0);
const highest = cells.map(({ high }) => high).concat(0);

/** Every future is a dot; the colour and the form say which twin ends ahead. */
function heap() {
  const { leads } = cellAt(places);
  const every = cells.flatMap((cell) => cell.leads);
  const [low, high] = [Math.min(0, ...every), Math.max(0, ...every)];
  const [wide, base] = [480, 120];
  const x = (value) => 20 + ((value - low) / (high - low || 1)) * (wide - 40);
  const chart = s("svg", { viewBox: `0 0 ${wide} 150`, role: "img", "aria-label": sentence(), "font-family": "Arial, Helvetica, sans-serif", "font-size": 12 });
  const piled = new Map();
  for (const lead of leads) {
    const bin = Math.round(x(lead) / 9);
    const height = piled.get(bin) ?? 0;
    piled.set(bin, height + 1);
    const at = { x: bin * 9, y: base - 7 - height * 9 };
    chart.append(lead > 0
      ? s("circle", { cx: at.x, cy: at.y, r: 4, fill: COLOURS[0] })
      : s("rect", { x: at.x - 3.5, y: at.y - 3.5, width: 7, height: 7, fill: COLOURS[1] }));
  }
  chart.append(s("line", { x1: 10, x2: wide - 10, y1: base, y2: base, stroke: "#8c959f" }), s("line", { x1: x(0), x2: x(0), y1: 4, y2: base + 5, stroke: "#1b1f24" }));
  for (const value of ticks(low, high, 4)) chart.append(s("text", { x: x(value), y: base + 20, "text-anchor": "middle", fill: "#57606a" }, shortEuros(value, true)));
  return chart;
}

function drawAnswer() {
  if (guess === null) {
    byId("class_answer").hidden = true;
    byId("class_curves").hidden = true;
    return;
  }
  byId("class_answer").hidden = false;
  byId("class_curves").hidden = false;
  const found = aheadIn(cellAt(places));
  fill("class_answer",
    h("h2", {}, t("class.answer")),
    h("p", { id: "class_sentence" }, sentence()),
    guess.places === places.join() ? h("p.verdict", { id: "class_verdict" }, t("class.verdict", { guess: guess.ahead, found, of: futures, off: Math.abs(guess.ahead - found) })) : null,
    h("div.picture", {}, heap()),
    h("p.quiet", {}, t("class.dots", { months })));
  fill("class_curves", ...sliders.map((slider, which) =>
    h("figure.card", {}, h("figcaption", {}, h("strong", {}, t("class.along", { name: named(slider) }))), h("div.picture", {}, curve(which)), h("p.about", {}, t("class.band", { of: futures })))));
}

function drawGuess() {
  const ahead = h("input", { id: "class_ahead", type: "range", min: 0, max: futures, step: 1, value: guess?.ahead ?? Math.round(futures / 2), oninput: () => { shown.textContent = t("class.of", { ahead: ahead.value, of: futures }); } });
  const shown = h("output", { for: "class_ahead" }, t("class.of", { ahead: ahead.value, of: futures }));
  fill("class_guess", h("div.card.asking", {},
    h("div.words", {}, h("h2", {}, t("class.guess")), h("p.quiet", {}, t("class.guess.about", { months }))),
    h("div.words", {}, h("label", { for: "class_ahead" }, t("class.guess.label"), " ", shown), ahead,
      h("button.primary", { id: "class_reveal", type: "button", onclick: () => { guess = { ahead: Number(ahead.value), places: places.join() }; drawAnswer(); byId("announcer").textContent = sentence(); } }, t("class.reveal")))));
}

function drawSliders() {
  fill("class_sliders", h("h2", {}, t("class.sliders")), ...sliders.map((slider, which) => {
    const value = h("output", { for: `class_${which}` }, number(slider.levels[places[which]], 2));
    const range = h("input", {
      id: `class_${which}`, type: "range", min: 0, max: slider.levels.length - 1, step: 1, value: places[which], "aria-describedby": `class_about_${which}`,
      "aria-valuetext": number(slider.levels[places[which]], 2),
      oninput: (event) => {
        places[which] = Number(event.target.value);
        value.textContent = number(slider.levels[places[which]], 2);
        range.setAttribute("aria-valuetext", value.textContent);
        drawAnswer();
        if (guess !== null) byId("announcer").textContent = sentence();
      },
    });
    return h("div", {}, h("label", { for: `class_${which}` }, named(slider), ": ", value), range, h("p.about", { id: `class_about_${which}` }, explained(slider, slider.levels[0], slider.levels.at(-1))));
  }));
}

function drawFrame() {
  const { setting, seeds, confidence, version, model_version: model } = surface;
  const [first, second] = setting.arms.map(({ policy }) => t(`policy.${policy}`));
  const command = `smbsim classroom --case ${setting.case} --seed ${setting.seed} --class-page FILE --futures ${futures}`;
  const language = h("select", { "aria-label": t("language"), onchange: (event) => chooseLanguage(event.target.value) },
    ...Object.entries(LANGUAGES).map(([name, texts]) => h("option", { value: name, lang: name, selected: name === currentLanguage() }, texts["language.name"])));
  document.title = t("class.title");
  fill("header", h("p.brand", {}, "smbsim"), h("h1", {}, t("class.question", { case: t(`case.${setting.case}`) })), language);
  fill("footer", h("p.quiet", {}, t("class.twins", { first, second })), h("p.quiet", {}, t("class.method", { of: futures, from: seeds[0], to: seeds[1], confidence: percent(confidence), cells: cells.length })),
    h("p.quiet", {}, t("class.limits")), h("p.quiet", {}, t("class.again"), " ", h("code", {}, command), ` (smbsim ${version}, model ${model})`));
}

drawFrame();
drawGuess();
drawSliders();
drawAnswer();
