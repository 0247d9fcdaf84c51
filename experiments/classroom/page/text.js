// Texts of the page in the chosen language. A language is one file, text_<language>.js.

import de from "classroom/text_de.js";
import en from "classroom/text_en.js";

export const LANGUAGES = { en, de };

const STORED = "smbsim_classroom_language";

/** The language chosen before, else the browser's where the page speaks it, else English. */
function wanted() {
  let stored = null;
  try {
    stored = localStorage.getItem(STORED);
  } catch (error) {
    // a file opened from disk may be allowed to store nothing
  }
  return [stored, navigator.language.slice(0, 2)].find((name) => name in LANGUAGES) ?? "en";
}

const language = wanted();
document.documentElement.lang = language;

export const currentLanguage = () => language;

/** Open the page anew in another language. */
export function chooseLanguage(name) {
  try {
    localStorage.setItem(STORED, name);
  } catch (error) {
    return;
  }
  location.reload();
}

/**
 * Return a text with its {placeholders} filled. What is not translated is English; a name that the
 * model has and this page does not know yet is shown as the model writes it.
 */
export function t(key, values = {}) {
  const found = LANGUAGES[language][key] ?? en[key] ?? key.split(".").at(-1).replaceAll("_", " ");
  return found.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Pick the current one of texts by language, as the model tells them. */
export const inLanguage = (texts) => texts[language] ?? texts.en;

/**
 * Explain a slider from `low` to `high`. Its parameter is declared in English; another language has
 * words for each meaning, unit and part of a source but citations.
 */
export function explained({ key, meaning, unit, source }, low, high) {
  const said = (kind, name, declared) => LANGUAGES[language][`${kind}.${name}`] ?? declared;
  const plainly = (value) => new Intl.NumberFormat(language).format(value);
  const parts = source.split("; ").map((part) => said("source", part, part));
  return t("controls.about", {
    meaning: said("meaning", key, meaning), unit: said("unit", unit, unit), source: parts.join("; "), low: plainly(low), high: plainly(high),
  });
}

export function number(value, digits = 0) {
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(value);
}

export function euros(value, signed = false) {
  if (value === null || value === undefined || Number.isNaN(value)) return t("none");
  const shown = new Intl.NumberFormat(language, {
    style: "currency", currency: "EUR", maximumFractionDigits: 0, signDisplay: signed ? "exceptZero" : "auto",
  }).format(value);
  return signed ? shown.replace(/^[+-]/, "$&\u2060") : shown; // no line ends between sign and amount
}

/** How a language shortens thousands of euros where its own compact numbers leave them long. */
const THOUSANDS = { de: "T€" };

export function shortEuros(value, signed = false) {
  if (language in THOUSANDS && Math.abs(value) >= 1000 && Math.abs(value) < 1e6) {
    const shown = new Intl.NumberFormat(language, { maximumFractionDigits: 1, signDisplay: signed ? "exceptZero" : "auto" }).format(value / 1000);
    return `${shown}\u00a0${THOUSANDS[language]}`;
  }
  return new Intl.NumberFormat(language, {
    style: "currency", currency: "EUR", notation: "compact", maximumFractionDigits: 1, signDisplay: signed ? "exceptZero" : "auto",
  }).format(value);
}

export function percent(value) {
  if (value === null || value === undefined) return t("none");
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 }).format(value);
}
