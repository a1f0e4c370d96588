// A map drawn on demand from GeoJSON; its list says the same. Nothing is asked of anybody
// else before the reader has agreed to the background map.

let library;

function load(script, stylesheet) {
  library ??= new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: stylesheet });
    const tag = Object.assign(document.createElement("script"), { src: script });
    tag.onload = () => resolve(window.L);
    tag.onerror = reject;
    document.head.append(link, tag);
  });
  return library;
}

async function features(holder) {
  const { featuresId, featuresUrl } = holder.dataset;
  if (featuresId) return JSON.parse(document.getElementById(featuresId).textContent);
  const answer = await fetch(featuresUrl);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

function popup(properties) {
  const box = document.createElement(properties.url ? "a" : "span");
  if (properties.url) box.href = properties.url;
  box.textContent = properties.title ?? "";
  return box;
}

async function draw(holder, canvas) {
  const [leaflet, data] = await Promise.all([
    load(holder.dataset.leaflet, holder.dataset.leafletCss),
    features(holder),
  ]);
  const colour = (name) => getComputedStyle(holder).getPropertyValue(name).trim();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = leaflet.map(canvas, { zoomAnimation: !still, fadeAnimation: !still, scrollWheelZoom: false });
  map.attributionControl.setPrefix(false);
  const layer = leaflet.geoJSON(data, {
    style: (feature) =>
      feature.geometry.type === "Point"
        ? {}
        : { color: colour("--accent"), weight: 1.5, fillColor: colour("--accent"), fillOpacity: 0.12 },
    pointToLayer: (feature, place) =>
      leaflet.circleMarker(place, { radius: 9, weight: 2, color: colour("--surface"), fillColor: colour("--accent"), fillOpacity: 1 }),
    onEachFeature: (feature, drawn) => {
      if (feature.properties?.title) drawn.bindPopup(popup(feature.properties));
    },
  }).addTo(map);
  const bounds = layer.getBounds();
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [24, 24], maxZoom: 16 });
  else map.setView([46.6, 2.4], 5);
  return { leaflet, map };
}

function enhance(holder) {
  if (holder.dataset.ready) return;
  holder.dataset.ready = "true";
  const choice = holder.querySelector("[data-map-choice]");
  const opener = holder.querySelector("[data-map-open]");
  const tiles = holder.querySelector("[data-map-tiles]");
  const canvas = holder.querySelector(".map-canvas");
  let drawn;
  choice.hidden = false;
  opener.addEventListener("click", async () => {
    canvas.hidden = !canvas.hidden;
    opener.setAttribute("aria-expanded", String(!canvas.hidden));
    if (drawn) return;
    try {
      drawn = await draw(holder, canvas);
      if (tiles) tiles.hidden = false;
    } catch {
      // The list says the same: the map leaves, its button too.
      canvas.hidden = true;
      choice.hidden = true;
    }
  });
  tiles?.addEventListener("click", () => {
    drawn.leaflet.tileLayer(holder.dataset.tiles, { attribution: holder.dataset.tilesCredit }).addTo(drawn.map);
    tiles.hidden = true;
  });
}

const start = (root) => root.querySelectorAll("[data-map]").forEach(enhance);
start(document);
document.addEventListener("htmx:load", (event) => start(event.target.parentNode ?? document));
