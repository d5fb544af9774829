// Draws every figure of the page, and lets a reader filter the long tables. Without it the tables say the same.
"use strict";

for (const place of document.querySelectorAll("[data-drawing]")) {
  const figure = JSON.parse(document.getElementById(place.dataset.drawing).textContent);
  // A printed page is narrower than the screen: with a viewBox the drawing can shrink to it.
  const scalable = () => {
    for (const svg of place.querySelectorAll(".main-svg")) {
      svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
    }
  };
  Plotly.newPlot(place, figure.data, figure.layout, figure.config).then(() => {
    scalable();
    place.on("plotly_afterplot", scalable);
  });
}

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
