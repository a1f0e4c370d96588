// Forms: one click sends once, the error summary takes the focus, characters are counted.

// A second submit within this time is the same gesture; later it is a retry on a bad network.
const SAME_GESTURE = 8000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  const sentAt = Number(form.dataset.sentAt ?? 0);
  if (Date.now() - sentAt < SAME_GESTURE) {
    event.preventDefault();
    return;
  }
  form.dataset.sentAt = String(Date.now());
  event.submitter?.setAttribute("aria-busy", "true");
});

function release(form) {
  delete form.dataset.sentAt;
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}

// Coming back with the "previous" button shows the page as it was left.
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent-at]").forEach(release));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) release(form);
});

function count(control) {
  const counter = document.getElementById(control.dataset.counter);
  if (!counter) return;
  const maximum = Number(counter.dataset.maximum);
  // Code points, as the server counts; a line break is two characters once sent.
  const length = [...control.value.replace(/\r?\n/g, "\r\n")].length;
  const left = maximum - length;
  const words = left < 0 ? counter.dataset.over : counter.dataset.left;
  counter.textContent = `${Math.abs(left).toLocaleString(document.documentElement.lang)} ${words}`;
  counter.classList.toggle("counter-over", left < 0);
}

document.addEventListener("input", (event) => {
  if (event.target.dataset?.counter) count(event.target);
});

function start(root) {
  root.querySelectorAll("[data-counter]").forEach((control) => {
    // The server says what is too long, without cutting what was pasted.
    control.removeAttribute("maxlength");
    count(control);
  });
  root.querySelector("[data-error-summary]:not([data-still] *)")?.focus();
}

start(document);
document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) start(event.target);
});
