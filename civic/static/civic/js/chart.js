// Draws a chart when it scrolls into view; the sentence and the table stand without it.

let library;

// Plotly looks for this sheet before it makes one, which the content policy would refuse.
const SHEET = "plotly.js-style-global";
// And for the one of its maps, which no chart here draws: something of that name is enough.
const MAPS = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";

function sheet(address) {
  if (document.getElementById(SHEET)) return Promise.resolve();
  document.head.append(Object.assign(document.createElement("template"), { id: MAPS }));
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { id: SHEET, rel: "stylesheet", href: address });
    link.onload = resolve;
    link.onerror = reject;
    document.head.append(link);
  });
}

function load(address, styles) {
  library ??= sheet(styles).then(() => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.Plotly);
    script.onerror = reject;
    document.head.append(script);
  }));
  return library;
}

function theme(frame) {
  const style = getComputedStyle(frame);
  const colour = (name) => style.getPropertyValue(name).trim();
  const axis = { gridcolor: colour("--line"), linecolor: colour("--line-strong"), zerolinecolor: colour("--line-strong") };
  return {
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: style.fontFamily, size: 15, color: colour("--ink") },
    colorway: ["--accent", "--move", "--soon", "--adapted", "--aside", "--kept"].map(colour),
    margin: { l: 48, r: 8, t: 8, b: 40 },
    xaxis: axis,
    yaxis: axis,
    separators: document.documentElement.lang === "fr" ? ", " : ".,",
  };
}

async function draw(frame) {
  try {
    const [plotly, answer] = await Promise.all([load(frame.dataset.plotly, frame.dataset.sheet), fetch(frame.dataset.chart)]);
    if (!answer.ok) throw new Error(answer.statusText);
    const { data, layout = {} } = await answer.json();
    const base = theme(frame);
    const merged = { ...base, ...layout, xaxis: { ...base.xaxis, ...layout.xaxis }, yaxis: { ...base.yaxis, ...layout.yaxis } };
    await plotly.newPlot(frame, data, merged, { displayModeBar: false, responsive: true, staticPlot: true });
  } catch {
    // No drawing: the table is opened in its place.
    frame.hidden = true;
    const table = frame.closest("figure")?.querySelector("details");
    if (table) table.open = true;
  }
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    seen.unobserve(entry.target);
    draw(entry.target);
  }
}, { rootMargin: "200px" });

const start = (root) => root.querySelectorAll("[data-chart]").forEach((frame) => seen.observe(frame));
start(document);
document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) start(event.target);
});
