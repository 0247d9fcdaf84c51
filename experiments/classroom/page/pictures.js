// Saving a chart as SVG or PNG: drawings carry their looks as attributes, so they stand alone.

import { byId, download, h } from "classroom/dom.js";
import { state } from "classroom/state.js";
import { t } from "classroom/text.js";

function drawing(box) {
  const copy = byId(box).querySelector(".picture svg").cloneNode(true);
  const [, , width, height] = copy.getAttribute("viewBox").split(" ").map(Number);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

function savePng(name, { text, width, height }) {
  const picture = new Image();
  picture.onload = () => {
    const canvas = h("canvas", { width: width * 3, height: height * 3 });
    const brush = canvas.getContext("2d");
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => download(`${name}.png`, blob, "image/png"));
  };
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
}

export function saveButtons(chart) {
  const name = () => `smbsim_${chart}_${state.setting.case}_${state.setting.seed}_month_${state.month}`;
  const button = (kind, action) => h("button.small", { type: "button", "aria-label": t("save.label", { chart, kind: t(`save.${kind}`) }), onclick: action }, t(`save.${kind}`));
  return h("span.saving", {},
    button("svg", () => download(`${name()}.svg`, drawing(`chart_${chart}`).text, "image/svg+xml")),
    button("png", () => savePng(name(), drawing(`chart_${chart}`))));
}
