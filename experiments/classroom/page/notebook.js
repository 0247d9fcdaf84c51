// The code that gives in Python what is on the screen.

const name = (arm) => ["first", "second"][arm];

export function notebookCode(setting) {
  return [
    "# What the classroom shows, as a table of monthly values.",
    "import pandas as pd",
    "",
    "from experiments.classroom.recording import record",
    "from experiments.classroom.settings import read_setting",
    "",
    `setting = read_setting(${python(setting, 0)})`,
    "recording = record(setting)",
    "series = pd.concat(",
    `    {name: pd.DataFrame(arm["firms"][0]["series"]) for name, arm in zip(("${name(0)}", "${name(1)}"), recording["arms"])},`,
    '    names=["twin", "month"],',
    ")",
    'print(series["npv"].unstack("twin").tail())',
    "",
  ].join("\n");
}

/** Write plain data as Python does. */
function python(value, depth) {
  const pad = "    ".repeat(depth + 1);
  const end = "    ".repeat(depth);
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value !== "object") return JSON.stringify(value);
  const entries = Array.isArray(value) ? value.map((item) => python(item, depth + 1)) : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${python(item, depth + 1)}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return entries.length ? `${open}\n${pad}${entries.join(`,\n${pad}`)},\n${end}${close}` : `${open}${close}`;
}
