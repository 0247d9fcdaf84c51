// Saving a chart as SVG or PNG: a drawing of its own, with title, key and numbers.

import { COLOURS, marker } from "classroom/charts.js";
import { byId, download, h, s } from "classroom/dom.js";
import { armName } from "classroom/network.js";
import { state } from "classroom/state.js";
import { t } from "classroom/text.js";

const LINE = 17; // pixels from a line of text to the next
const LETTER = 6.2; // pixels of a letter, on average, rather too wide
const INK = "#1b1f24";
const QUIET = "#57606a";

const words = (x, y, text, looks = {}) => s("text", { x, y, fill: QUIET, ...looks }, text);

/** Cut a sentence into lines that fit a width. */
function wrapped(text, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (longer.length * LETTER <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** What stands above the chart: what it shows, of which firm and market, and which twin is which. */
function heading(box, width) {
  const { recording, firm, month, setting } = state;
  const choice = box.querySelector("figcaption select");
  const title = choice ? choice.selectedOptions[0].textContent : box.querySelector("figcaption strong").textContent;
  const where = `${recording.firms[firm].name} · ${t("month", { month, months: recording.months })}`;
  const plain = [box.querySelector(".about").textContent, where, t("luck", { seed: setting.seed })].flatMap((text) => wrapped(text, width - 8));
  const twins = [0, 1].map((arm) => wrapped(`${t(`twin.${arm}`)}: ${armName(arm)}`, width - 24));
  const found = [words(4, LINE, title, { "font-weight": 700, "font-size": 14, fill: INK }), ...plain.map((text, place) => words(4, (place + 2) * LINE, text))];
  let line = plain.length + 1;
  twins.forEach((lines, arm) => lines.forEach((text, place) => {
    line += 1;
    if (place === 0) found.push(marker(arm, 10, line * LINE - 4));
    found.push(words(20, line * LINE, text, { fill: INK }));
  }));
  return { drawn: found, height: line * LINE + 10 };
}

/** The rows of the table below the chart, where it has one. */
function rowsBelow(box, width, top) {
  return [...box.querySelectorAll("tr")].flatMap((row, place) => {
    const y = top + (place + 1) * LINE;
    const [name, ...values] = row.children;
    const swatch = name.querySelector("svg")?.cloneNode(true);
    if (swatch) for (const [key, value] of Object.entries({ x: 4, y: y - 12 })) swatch.setAttribute(key, value);
    return [swatch, words(24, y, name.textContent.trim(), { fill: INK }), ...values.map((value, arm) => words(width - 4 - (1 - arm) * 90, y, value.textContent, { "text-anchor": "end", fill: COLOURS[arm] }))];
  }).filter(Boolean);
}

function drawing(chart) {
  const box = byId(`chart_${chart}`);
  const shown = box.querySelector(".picture svg");
  const [, , width, high] = shown.getAttribute("viewBox").split(" ").map(Number);
  const { drawn, height: top } = heading(box, width);
  const rows = rowsBelow(box, width, top + high);
  const height = top + high + box.querySelectorAll("tr").length * LINE + 8;
  const copy = s("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height, "font-family": "Arial, Helvetica, sans-serif", "font-size": 12 },
    s("rect", { width, height, fill: "#fff" }), ...drawn, s("g", { transform: `translate(0 ${top})` }, ...shown.cloneNode(true).childNodes), ...rows);
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

function savePng(name, { text, width, height }) {
  const picture = new Image();
  picture.onload = () => {
    const canvas = h("canvas", { width: width * 3, height: height * 3 });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => download(`${name}.png`, blob, "image/png"));
  };
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
}

export function saveButtons(chart) {
  const name = () => `smbsim_${chart}_${state.setting.case}_${state.setting.seed}_month_${state.month}`;
  const button = (kind, action) => h("button.small", { type: "button", "aria-label": t("save.label", { chart: t(`chart.${chart}`), kind: t(`save.${kind}`) }), onclick: action }, t(`save.${kind}`));
  return h("span.saving", {},
    button("svg", () => download(`${name()}.svg`, drawing(chart).text, "image/svg+xml")),
    button("png", () => savePng(name(), drawing(chart))));
}
