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

function said({ title, url }) {
  const box = document.createElement(url ? "a" : "span");
  if (url) box.href = url;
  box.textContent = title ?? "";
  return box;
}

// What shares a point is listed: nothing is hidden below another.
function popup(properties) {
  if (!properties.more?.length) return said(properties);
  const list = document.createElement("ul");
  for (const one of [properties, ...properties.more]) {
    const line = document.createElement("li");
    line.append(said(one));
    list.append(line);
  }
  return list;
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
        : { color: colour("--accent"), weight: feature.properties?.strong ? 3.5 : 1.5, fillColor: colour("--accent"), fillOpacity: feature.properties?.strong ? 0.28 : 0.12 },
    pointToLayer: (feature, place) =>
      leaflet.circleMarker(place, { radius: 9, weight: 2, color: colour("--surface"), fillColor: colour("--accent"), fillOpacity: 1 }),
    onEachFeature: (feature, drawn) => {
      if (feature.properties?.title && !("mapPoint" in holder.dataset)) drawn.bindPopup(popup(feature.properties));
    },
  }).addTo(map);
  const bounds = layer.getBounds();
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [24, 24], maxZoom: 16 });
  else map.setView([46.6, 2.4], 5);
  return { leaflet, map, data };
}

// The outline that holds a point, the smallest first: even-odd rule on each ring.
function nameAt(data, { lat, lng }) {
  const inRing = (ring) => ring.reduce((inside, [x, y], index) => {
    const [px, py] = ring[(index + ring.length - 1) % ring.length];
    return (y > lat) !== (py > lat) && lng < ((px - x) * (lat - y)) / (py - y) + x ? !inside : inside;
  }, false);
  const holds = ({ type, coordinates }) =>
    (type === "Polygon" ? [coordinates] : type === "MultiPolygon" ? coordinates : [])
      .some((polygon) => polygon.reduce((inside, ring) => inside !== inRing(ring), false));
  const found = data.features.filter(({ geometry }) => holds(geometry));
  return found.at(-1)?.properties?.title ?? "";
}

function point(holder, { leaflet, map, data }) {
  const [latitude, longitude, said, centre, clear] = ["latitude", "longitude", "said", "centre", "clear"]
    .map((name) => holder.querySelector(`[data-map-${name}]`));
  const colour = (name) => getComputedStyle(holder).getPropertyValue(name).trim();
  let marker;
  const say = () => {
    const name = marker ? nameAt(data, marker.getLatLng()) : "";
    said.textContent = !marker ? said.dataset.none : name ? `${said.dataset.inside} ${name}.` : said.dataset.placed;
    clear.hidden = !marker;
  };
  const place = (where) => {
    marker?.remove();
    marker = leaflet.circleMarker(where, {
      radius: 11, weight: 3, color: colour("--surface"), fillColor: colour("--accent"), fillOpacity: 1, interactive: false,
    }).addTo(map);
    latitude.value = where.lat.toFixed(5);
    longitude.value = where.lng.toFixed(5);
    say();
  };
  map.on("click", ({ latlng }) => place(latlng));
  centre.hidden = false;
  centre.addEventListener("click", () => place(map.getCenter()));
  clear.addEventListener("click", () => {
    marker?.remove();
    marker = undefined;
    latitude.value = longitude.value = "";
    say();
    centre.focus();
  });
  if (latitude.value && longitude.value) {
    const where = leaflet.latLng(Number(latitude.value), Number(longitude.value));
    map.setView(where, 15);
    place(where);
  } else say();
}

function enhance(holder) {
  if (holder.dataset.ready) return;
  holder.dataset.ready = "true";
  const choice = holder.querySelector("[data-map-choice]");
  const opener = holder.querySelector("[data-map-open]");
  const tiles = holder.querySelector("[data-map-tiles]");
  const canvas = holder.querySelector(".map-canvas");
  let drawn;
  holder.hidden = false;
  choice.hidden = false;
  opener.addEventListener("click", async () => {
    canvas.hidden = !canvas.hidden;
    opener.setAttribute("aria-expanded", String(!canvas.hidden));
    if (drawn) return;
    try {
      drawn = await draw(holder, canvas);
      if (tiles) tiles.hidden = false;
      if ("mapPoint" in holder.dataset) point(holder, drawn);
    } catch {
      // The list, or the fields, say the same: the map leaves, its button too.
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
