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

// On a phone a table becomes a list of rows, in which each cell says what it is: the words of the headings over it.
function headings(table) {
  const found = [];
  [...table.tHead.rows].forEach((row, depth) => {
    let column = 0;
    for (const cell of row.cells) {
      while (found[column]?.[depth] !== undefined) column += 1;
      for (let over = column; over < column + cell.colSpan; over += 1) {
        found[over] ??= [];
        found[over][depth] = cell.textContent.trim();
        for (let below = 1; below < cell.rowSpan; below += 1) found[over][depth + below] = "";
      }
      column += cell.colSpan;
    }
  });
  return found.map((words) => words.filter((word) => word).join(": "));
}

function label(table) {
  const words = headings(table);
  for (const body of table.tBodies) {
    const held = []; // rows for which a cell from above still holds its column
    for (const row of body.rows) {
      let column = 0;
      for (const cell of row.cells) {
        while (held[column] > 0) held[column++] -= 1;
        if (cell.rowSpan > 1) held[column] = cell.rowSpan - 1;
        if (cell.tagName === "TD" && cell.colSpan === 1) cell.dataset.label ??= words[column];
        column += cell.colSpan;
      }
    }
  }
  table.classList.add("stacked");
}

document.querySelectorAll("table:not(.overview, .measured)").forEach(label);

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
