// On every page: menus that close, the appearance chosen by the reader, printing.
// The page is complete without it.

document.documentElement.classList.add("with-script");

const openMenus = () => document.querySelectorAll("details[data-closes][open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  if (event.target.closest("[data-print]")) window.print();
});

const root = document.documentElement;
const chosen = () => document.cookie.match(/(?:^|; )appearance=(light|dark)/)?.[1] ?? "";

function showAppearance() {
  const value = chosen();
  // A page from a cache may carry the choice of another moment.
  if (value) root.dataset.theme = value;
  else delete root.dataset.theme;
  for (const button of document.querySelectorAll("[data-appearance] button")) {
    button.setAttribute("aria-pressed", String(button.value === value));
  }
}

for (const group of document.querySelectorAll("[data-appearance]")) {
  group.hidden = false;
  group.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const life = button.value ? 60 * 60 * 24 * 365 : 0;
    document.cookie = `appearance=${button.value}; path=/; max-age=${life}; SameSite=Lax`;
    showAppearance();
  });
}
showAppearance();

const reveal = (event) => {
  for (const button of (event?.target ?? document).querySelectorAll("[data-print]")) button.hidden = false;
};
reveal();
document.addEventListener("htmx:load", reveal);
