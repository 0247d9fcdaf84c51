// Ready lessons: each sets the page up step by step, and prints as a sheet for pupils and one for the teacher.

import { byId, fill, h } from "classroom/dom.js";
import setups from "classroom/lesson_setups.js";
import de from "classroom/lessons_de.js";
import en from "classroom/lessons_en.js";
import { ask, update } from "classroom/state.js";
import { currentLanguage, t } from "classroom/text.js";

const WORDS = { en, de };

/** Lessons in the page's language where they are translated, else in English. */
const spoken = () => (currentLanguage() in WORDS ? currentLanguage() : "en");

async function set({ setting }) {
  update({ playing: false });
  const arms = setting.arms.map(({ policy, values }) => ({ policy, values: values ?? {} }));
  if (!(await ask({ ...setting, regime: null, changes: [], arms }, { restart: true }))) return;
  update({ guess: null, guessing: true });
  byId("guess").scrollIntoView({ block: "start" });
  byId("guess_low")?.focus({ preventScroll: true });
}

const list = (kind, items) => h(kind, {}, ...items.map((item) => h("li", {}, item)));

function step(name, { text, setup }, printed) {
  if (!setup || printed) return text;
  return [text, " ", h("button.small", { type: "button", id: `set_${name}_${setup}`, "aria-label": `${t("lessons.set")}: ${text}`, onclick: () => set(setups[name][setup]) }, t("lessons.set"))];
}

function pupils(name, lesson, printed = false) {
  return [
    h("p", {}, h("strong", {}, t("lessons.goal"), ": "), lesson.goal),
    h("h3", {}, t("lessons.steps")), h("ol", {}, ...lesson.steps.map((one) => h("li", {}, step(name, one, printed)))),
    h("h3", {}, t("lessons.questions")), h("ol.questions", {}, ...lesson.questions.map((item) => h("li", {}, item))),
  ];
}

const limits = (lesson) => [h("h3", {}, t("lessons.cannot")), list("ul", lesson.cannot)];

/** Two sheets at the end of the page, which alone are printed: the lesson, and the answers. */
function print(name, lesson) {
  byId("sheets")?.remove();
  document.body.append(h("div", { id: "sheets", lang: spoken() },
    h("article.sheet", {}, h("h1", {}, lesson.title), ...pupils(name, lesson, true), ...limits(lesson)),
    h("article.sheet.answers", {}, h("h1", {}, `${lesson.title}: ${t("lessons.answers")}`), list("ol", lesson.answers), ...limits(lesson))));
  addEventListener("afterprint", () => byId("sheets")?.remove(), { once: true });
  window.print();
}

function draw(name, lesson) {
  return h("details.lesson", { id: `lesson_${name}` }, h("summary", {}, lesson.title),
    ...pupils(name, lesson), ...limits(lesson),
    h("details", {}, h("summary", {}, t("lessons.answers")), list("ol", lesson.answers)),
    h("button", { type: "button", id: `print_${name}`, onclick: () => print(name, lesson) }, t("lessons.print")));
}

export function buildLessons() {
  byId("lessons").hidden = false;
  byId("lessons").className = "card";
  byId("lessons").setAttribute("aria-labelledby", "lessons_title");
  fill("lessons", h("h2", { id: "lessons_title" }, t("lessons.title")), h("p.quiet", {}, t("lessons.about")),
    h("div", { lang: spoken() }, ...Object.entries(WORDS[spoken()]).map(([name, lesson]) => draw(name, lesson))));
}
