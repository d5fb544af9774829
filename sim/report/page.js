// Draws each figure when it is first seen open, and lets a reader filter the long tables. The tables say the same.
"use strict";

// A printed page is narrower than the screen: with a viewBox a drawing can shrink to it.
function makeScalable(place) {
  for (const svg of place.querySelectorAll(".main-svg")) {
    svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
  }
}

function draw(place) {
  const figure = JSON.parse(document.getElementById(place.dataset.drawing).textContent);
  return Plotly.newPlot(place, figure.data, figure.layout, figure.config).then(() => {
    makeScalable(place);
    place.on("plotly_afterplot", () => makeScalable(place));
  });
}

const folded = (place) => place.closest("details:not([open])") !== null;

// One figure at a time, so that the page answers in between.
let last = Promise.resolve();
const pause = () => new Promise((go) => setTimeout(go));

function drawWithin(part) {
  for (const place of part.querySelectorAll("[data-drawing]")) {
    if (folded(place)) continue;
    if (place.dataset.begun) {
      last = last.then(() => folded(place) || Plotly.Plots.resize(place));
    } else {
      place.dataset.begun = "yes";
      last = last.then(pause).then(() => {
        if (!folded(place)) return draw(place);
        delete place.dataset.begun; // folded again before its turn came
      });
    }
  }
}

document.addEventListener("toggle", (event) => { if (event.target.open) drawWithin(event.target); }, true);
drawWithin(document);

const unfold = document.getElementById("unfold");
unfold.hidden = false;
unfold.addEventListener("click", () => {
  for (const line of document.querySelectorAll("details.line")) line.open = true;
});

for (const field of document.querySelectorAll("[data-filters]")) {
  const rows = [...document.getElementById(field.dataset.filters).tBodies].flatMap((body) => [...body.rows]);
  const filter = field.closest(".filter");
  const count = filter.querySelector("output");
  filter.hidden = false;
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/);
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
    count.textContent = `${rows.filter((row) => !row.hidden).length} of ${rows.length} rows`;
  });
}
