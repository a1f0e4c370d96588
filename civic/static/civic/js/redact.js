// Rectangles drawn with a pointer on a photo fill the fields that a keyboard fills as well.

const holder = document.querySelector("[data-redact]");
const photo = holder?.querySelector("[data-redact-photo]");
const rows = [...document.querySelectorAll("[data-rectangle]")];

function fields(row) {
  return ["x", "y", "w", "h"].map((name) => row.querySelector(`[name$="-${name}"]`));
}

function show() {
  holder.querySelectorAll("i").forEach((drawn) => drawn.remove());
  const scale = photo.clientWidth / photo.width_;
  for (const row of rows) {
    const [x, y, w, h] = fields(row).map((field) => Number(field.value));
    if (!w || !h) continue;
    const drawn = document.createElement("i");
    drawn.style.setProperty("left", `${x * scale}px`);
    drawn.style.setProperty("top", `${y * scale}px`);
    drawn.style.setProperty("width", `${w * scale}px`);
    drawn.style.setProperty("height", `${h * scale}px`);
    holder.append(drawn);
  }
}

function place(event) {
  const box = photo.getBoundingClientRect();
  const scale = photo.width_ / box.width;
  const inside = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
  return [
    inside((event.clientX - box.left) * scale, photo.width_),
    inside((event.clientY - box.top) * scale, photo.height_),
  ];
}

function fill(row, [left, top], [right, bottom]) {
  const values = [Math.min(left, right), Math.min(top, bottom), Math.abs(right - left), Math.abs(bottom - top)];
  fields(row).forEach((field, index) => { field.value = values[index]; });
  row.closest("details")?.setAttribute("open", "");
  show();
}

if (holder && rows.length) {
  [photo.width_, photo.height_] = [Number(photo.getAttribute("width")), Number(photo.getAttribute("height"))];
  let from;
  let row;
  holder.dataset.ready = "true";
  holder.addEventListener("pointerdown", (event) => {
    row = rows.find((each) => fields(each).every((field) => !field.value)) ?? rows.at(-1);
    from = place(event);
    holder.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  holder.addEventListener("pointermove", (event) => { if (from) fill(row, from, place(event)); });
  holder.addEventListener("pointerup", (event) => {
    if (!from) return;
    const to = place(event);
    if (Math.abs(to[0] - from[0]) > 3 && Math.abs(to[1] - from[1]) > 3) fill(row, from, to);
    else fields(row).forEach((field) => { field.value = ""; });
    from = undefined;
    show();
  });
  rows.forEach((each) => each.addEventListener("input", show));
  addEventListener("resize", show);
  if (photo.complete) show();
  else photo.addEventListener("load", show);
}
