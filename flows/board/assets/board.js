// The board's script: filters, charts, and a look for newer pages where a server has them.
// Never: makes markup of a text; sends anything anywhere.
"use strict";

const form = document.querySelector(".filters");
const LOOK_EVERY_MS = 3000;

// --- filters: kept in the address, so that a page that is loaded again shows the same ----------
function wanted() {
  const told = new URLSearchParams(location.hash.slice(1));
  for (const field of form.elements) {
    if (!field.name) continue;
    if (field.type === "checkbox") field.checked = told.has(field.name);
    else field.value = told.get(field.name) || "";
  }
}

function keep() {
  const told = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) told.set(name, value);
  const hash = told.toString();
  history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
}

function filter() {
  const words = form.elements.text.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const watch = form.elements.watch ? form.elements.watch.value : "";
  const marks = ["lately", "disputed", "stale"].filter((name) => form.elements[name].checked);
  const cards = [...document.querySelectorAll(".card")];
  let shown = 0;
  for (const card of cards) {
    const fits =
      words.every((word) => card.dataset.search.includes(word)) &&
      marks.every((mark) => mark in card.dataset) &&
      (!watch || card.closest(".watch").dataset.watch === watch);
    card.hidden = !fits;
    shown += fits;
  }
  for (const section of document.querySelectorAll(".watch"))
    section.hidden = !section.querySelector(".card:not([hidden])");
  form.querySelector("output").textContent = `${shown} of ${cards.length} shown`;
}

if (form) {
  form.hidden = false;
  wanted();
  filter();
  form.addEventListener("input", () => { filter(); keep(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { filter(); keep(); }));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input[type=search], select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      form.elements.text.focus();
    } else if (event.key === "Escape" && event.target === form.elements.text) {
      form.elements.text.value = "";
      filter();
      keep();
    }
  });
}

// --- charts: read by Vega's interpreter, for no page may make code of a text --------------------
for (const figure of document.querySelectorAll("[data-chart]")) {
  const spec = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  const drawing = figure.querySelector(".drawing");
  if (drawing.clientWidth < 560) spec.config.legend.columns = 1;
  const options = {
    ast: true,
    actions: false,
    renderer: "svg",
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
    loader: { target: "_blank", rel: "noreferrer noopener" },
  };
  window.vegaEmbed(drawing, spec, options).then(
    () => figure.classList.add("drawn"),
    (fault) => { drawing.textContent = "The chart could not be drawn."; console.error(String(fault)); },
  );
}

// --- newer pages: only where a server has them; a page on disk stays as it was opened -----------
if (location.protocol === "http:" || location.protocol === "https:") {
  let seen = null;
  const look = async () => {
    if (document.hidden) return;
    const answer = await fetch("revision.txt", { cache: "no-store" }).catch(() => null);
    if (!answer || !answer.ok) return;
    const revision = await answer.text();
    if (seen !== null && revision !== seen) location.reload();
    seen = revision;
  };
  look();
  setInterval(look, LOOK_EVERY_MS);
}
