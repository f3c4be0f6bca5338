// The page: what is pasted goes to the worker, and what it answers is shown as text.
const $ = (id) => document.getElementById(id);
const terms = JSON.parse($("terms").textContent);
const language = document.documentElement.lang;
const MOST = 200_000; // characters of one article
const COLUMNS = {
  figures: ["quote", "kind", "amount", "flow", "period", "speaker"],
  quotes: ["quote", "kind", "speaker", "mention", "cue", "via"],
};
let worker, asked = new Map(), number = 0, told = null;

const term = (name) => terms[name] ?? name.replaceAll("_", " ");
const fill = (message, values) =>
  term(message).replace(/\{(\w+)\}/g, (_, name) => values[name]);
function made(tag, text, look = {}) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(look)) element.setAttribute(name, value);
  return element;
}
function shown(name, value) {
  if (["value", "low", "high"].includes(name))
    return Number(value).toLocaleString(language, { maximumFractionDigits: 6 });
  return value.split(", ").map((one) => terms[`${name}/${one}`] ?? one).join(", ");
}

// What a row of a table shows; two columns of it are made of several.
function cell(row, name) {
  const parts = { amount: ["value", "unit"], period: ["period_start", "period_end"] }[name] ?? [name];
  const known = parts.filter((part) => row[part] !== undefined).map((part) => shown(part, row[part]));
  return [...new Set(known)].join(name === "period" ? " – " : "\u00a0") || "–";
}

function start() {
  worker = new Worker("worker.js", { type: "module" });
  worker.onmessage = ({ data }) => {
    if (data.ready) return ready();
    if (data.failed) return fail(data.failed);
    const { settle, refuse } = asked.get(data.id);
    asked.delete(data.id);
    data.error === undefined ? settle(data.answer) : refuse(new Error(data.error));
  };
  worker.onerror = (event) => fail(event.message);
}
// Python is no more: what was asked is refused, and another takes its place, once.
function fail(why) {
  worker.terminate();
  for (const { refuse } of asked.values()) refuse(new Error(why));
  asked.clear();
  state(fill("failed", { why }));
  if (document.body.dataset.ready) start();
  delete document.body.dataset.ready;
}
const ask = (name, ...words) =>
  new Promise((settle, refuse) => {
    asked.set(++number, { settle, refuse });
    worker.postMessage({ id: number, name, words });
  });
function state(said) { $("state").textContent = said; }
function ready() {
  document.body.dataset.ready = "yes";
  state(term("ready"));
  if ($("article").value.trim() && !told) read();
}

async function read() {
  let raw = $("article").value.toWellFormed?.() ?? $("article").value;
  if (!raw.trim()) return state(term("nothing"));
  const cut = raw.length > MOST;
  if (cut) raw = raw.slice(0, MOST).toWellFormed?.() ?? raw.slice(0, MOST);
  state(term("reading"));
  try {
    told = await ask("read", raw, $("day").value);
  } catch (error) {
    return state(fill("failed", { why: error.message }));
  }
  show();
  const counts = { words: told.words, figures: told.figures.length, quotes: told.quotes.length };
  for (const name in counts) counts[name] = counts[name].toLocaleString(language);
  state(fill("done", counts) + (cut ? " " + fill("cut", { most: MOST.toLocaleString(language) }) : ""));
  $("answer").dataset.read = Number($("answer").dataset.read ?? 0) + 1;
  seek();
}

function show() {
  $("answer").hidden = false;
  $("told").hidden = true;
  const text = $("text");
  text.replaceChildren();
  for (const run of told.runs) {
    let node = document.createTextNode(run.text);
    for (const [name, held] of [["figure", run.figures], ["quote", run.quotes]])
      if (held.length) {
        const mark = made("mark", undefined, { class: name });
        mark.append(node);
        mark.addEventListener("click", () => tell(name, held.at(-1)));
        node = mark;
      }
    text.append(node);
    for (const k of run.last_figures) text.append(badge("figure", k));
    for (const k of run.last_quotes) text.append(badge("quote", k));
  }
  table("figures", "figure");
  table("quotes", "quote");
  const list = $("removed");
  list.replaceChildren(...told.removed.map((one) => made("li", one.text)));
  if (!told.removed.length) list.append(made("li", term("kept"), { lang: language }));
}
const label = (name, k) =>
  name === "figure" ? String(k + 1)
    : String.fromCharCode(65 + (k % 26)) + (k < 26 ? "" : Math.floor(k / 26));
function badge(name, k) {
  const said = `${term("mark/" + name)} ${label(name, k)}`;
  const look = { type: "button", class: `badge ${name}`, "aria-label": said, "aria-pressed": "false", lang: language };
  const button = made("button", label(name, k), { ...look, "data-of": `${name}${k}` });
  button.addEventListener("click", () => tell(name, k));
  return button;
}

function tell(name, k) {
  for (const one of document.querySelectorAll(".badge[aria-pressed]"))
    one.setAttribute("aria-pressed", String(one.dataset.of === `${name}${k}`));
  const one = told[name + "s"][k];
  const panel = $("told");
  const list = made("dl");
  for (const [key, value] of Object.entries(one)) {
    if (["quote", "reasons"].includes(key)) continue;
    if (["low", "high"].includes(key) && value === one.value) continue; // no range
    if (key === "qualifier" && value === "=") continue;
    list.append(made("dt", term(key)), made("dd", shown(key, value)));
  }
  const head = made("h3", `${term("mark/" + name)} ${label(name, k)} – `);
  head.append(made("q", one.quote, { lang: "fr" }));
  panel.replaceChildren(head, list);
  if (one.reasons) {
    const why = made("dl");
    for (const [rule, words] of one.reasons)
      why.append(made("dt", terms[`rule/${rule}`] ?? rule), made("dd", words, { lang: "fr" }));
    panel.append(made("h4", term("why")), why);
  }
  panel.hidden = false;
  panel.scrollIntoView({ block: "nearest" });
}

function table(name, one) {
  const place = $(name), rows = told[name];
  if (!rows.length) return place.replaceChildren(made("p", term(`no_${name}`)));
  const columns = COLUMNS[name];
  const whole = made("table");
  const head = made("tr");
  head.append(made("th", "", { scope: "col" }), ...columns.map((c) => made("th", term(c), { scope: "col" })));
  head.firstChild.textContent = term("number");
  const body = made("tbody");
  rows.forEach((row, k) => {
    const line = made("tr");
    line.append(made("td", label(one, k), { "data-head": term("number") }));
    for (const c of columns)
      line.append(made("td", cell(row, c), { "data-head": term(c), ...(c === "quote" ? { lang: "fr" } : {}) }));
    body.append(line);
  });
  const top = made("thead");
  top.append(head);
  whole.append(made("caption", fill(`n_${name}`, { n: rows.length })), top, body);
  const scroll = made("div", undefined, { class: "scroll", tabindex: "0", role: "region", "aria-label": term(name) });
  scroll.append(whole);
  const tools = made("p", undefined, { class: "row tools" });
  tools.append(tool("copy", () => copy(cells(name), "\t")), tool("save", () => save(name)));
  place.replaceChildren(scroll, tools);
}
function tool(name, act) {
  const button = made("button", term(name), { type: "button" });
  button.addEventListener("click", async () => { await act(); button.textContent = term(name + "_done"); });
  return button;
}
function cells(name) {
  const columns = [...new Set(told[name].flatMap((row) => Object.keys(row)))].filter((c) => c !== "reasons");
  return [columns, ...told[name].map((row) => columns.map((c) => harmless(c, row[c] ?? "")))];
}
// A spreadsheet executes what begins like a formula.
const harmless = (name, cell) =>
  !["value", "low", "high"].includes(name) && /^\s*[=+\-@\t\r]./.test(cell) ? "'" + cell : cell;
const copy = (rows, between) =>
  navigator.clipboard.writeText(rows.map((row) => row.map((c) => c.replace(/\s+/g, " ")).join(between)).join("\n"));
function save(name) {
  const quoted = (cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const csv = "\ufeff" + cells(name).map((row) => row.map(quoted).join(",")).join("\r\n") + "\r\n";
  const link = made("a", "", { download: `${name}.csv` });
  link.href = URL.createObjectURL(new Blob([csv], { type: "text/csv" }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function seek() {
  const query = $("query").value.trim();
  $("lines").replaceChildren();
  if (!told || !query) return ($("hits").textContent = "");
  let found;
  try {
    found = await ask("lines", told.text, query);
  } catch (error) {
    return ($("hits").textContent = error.message);
  }
  $("hits").textContent = fill("hits", { n: found.length.toLocaleString(language), query });
  for (const [left, match, right] of found.slice(0, 200)) {
    const before = made("span");
    before.append(made("span", left));
    $("lines").append(before, made("b", match), made("span", right));
  }
}

let waiting;
$("ask").addEventListener("submit", (event) => { event.preventDefault(); read(); });
$("seek").addEventListener("submit", (event) => { event.preventDefault(); seek(); });
$("query").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(seek, 250); });
$("article").addEventListener("paste", () => setTimeout(read));
fetch("examples.json").then((answer) => answer.json()).then((examples) => {
  for (const [k, one] of examples.entries()) $("example").append(made("option", one.title, { value: k, lang: "fr" }));
  $("example").addEventListener("change", () => {
    const one = examples[$("example").value];
    if (!one) return;
    $("article").value = one.text;
    $("day").value = one.day;
    if (document.body.dataset.ready) read();
  });
});

async function begin() {
  if ("serviceWorker" in navigator) {
    const claimed = new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done));
    try {
      await navigator.serviceWorker.register("offline.js");
      if (!navigator.serviceWorker.controller)
        await Promise.race([claimed, new Promise((done) => setTimeout(done, 3000))]);
    } catch {} // it is read all the same, and kept by nobody
  }
  start();
}
begin();
