// Filters: a short address (no empty parameters), and a list that refreshes without
// taking the focus (htmx replaces the results, never the form).

const bare = (form) => [...form.elements].filter((control) => control.name && control.value === "");

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-filters]") || event.defaultPrevented) return;
  const empty = bare(event.target);
  empty.forEach((control) => (control.disabled = true));
  // The browser has read the form by then; without this, going back finds dead fields.
  setTimeout(() => empty.forEach((control) => (control.disabled = false)));
});

document.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.matches("[data-filters]")) return;
  for (const control of bare(event.target)) event.detail.formData.delete(control.name);
});
