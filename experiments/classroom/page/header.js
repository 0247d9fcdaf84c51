// The question on top, and which story it belongs to.

import { byId, fill, h } from "classroom/dom.js";
import { keepInAddress } from "classroom/share.js";
import { ask, onChange, state, update } from "classroom/state.js";
import { chooseLanguage, currentLanguage, LANGUAGES, t } from "classroom/text.js";

function changeCase(name) {
  update({ playing: false, guess: null, guessing: true });
  ask({ ...state.setting, case: name, changes: [], regime: null }, { restart: true });
}

/** A choice of languages, where there is one; each is named in itself. */
function languages() {
  const names = Object.entries(LANGUAGES);
  if (names.length < 2) return null;
  return h("label", {}, h("span.unseen", {}, t("language")), h("select", { id: "language", onchange: (event) => { keepInAddress(); chooseLanguage(event.target.value); } },
    ...names.map(([name, texts]) => h("option", { value: name, lang: name, selected: name === currentLanguage() }, texts["language.name"]))));
}

export function buildHeader() {
  fill("header",
    h("div.brand", {}, h("span.shape.shape0", { "aria-hidden": "true" }), h("span.shape.shape1", { "aria-hidden": "true" }), h("span", {}, t("title"))),
    h("h1", { id: "question" }),
    h("div.case", {}, h("label", {}, t("case"), " ", h("select", { id: "case", onchange: (event) => changeCase(event.target.value) },
      ...state.catalogue.cases.map(({ name }) => h("option", { value: name }, t(`case.${name}`))))), languages()));
  byId("skip").textContent = t("skip");
  onChange((changed) => {
    if (!changed.has("setting")) return;
    byId("question").textContent = t(`question.${state.setting.case}`);
    byId("case").value = state.setting.case;
    byId("case").disabled = state.offline;
    document.title = `${t(`case.${state.setting.case}`)} – smbsim`;
  });
}
