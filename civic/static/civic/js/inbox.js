// The inbox from the keyboard: j and k go from case to case, r opens one, a figure begins with a
// typed answer, Enter on the focused button publishes what is shown.

const OFF = "civic.inbox.keys-off";
const inbox = document.querySelector("[data-inbox]");

const stored = () => {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
};
let isOff = stored();

const titles = () => [...inbox.querySelectorAll(".dossier h3 a")];

const move = (by) => {
  const links = titles();
  if (!links.length) return;
  const here = document.activeElement?.closest(".dossier")?.querySelector("h3 a");
  const at = links.indexOf(here);
  const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by;
  links[Math.min(Math.max(next, 0), links.length - 1)].focus();
};

const openCase = () => {
  const link = document.activeElement?.closest(".dossier")?.querySelector("h3 a") ?? titles()[0];
  link?.click();
};

// An address that leads to a case keeps the browser from focusing the button to press: it does not
// look at autofocus. It also takes the focus away from what was refused.
const focusWhatIsShown = () => {
  if (document.activeElement !== document.body) return;
  const shown = inbox.querySelector("[data-error-summary]") ?? inbox.querySelector("button[autofocus]")
    ?? inbox.querySelector(".dossier h3 a[aria-current]");
  shown?.focus();
};
// To go to a case takes the focus away again, until the page is loaded.
if (document.readyState === "complete") focusWhatIsShown();
else addEventListener("load", () => setTimeout(focusWhatIsShown));

const isTyping = (target) => target.matches("input:not([type=checkbox], [type=radio]), textarea, select");

document.addEventListener("keydown", (event) => {
  if (isOff || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  if (!(event.target instanceof Element) || isTyping(event.target)) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "r") openCase();
  else if (/^[1-9]$/.test(event.key)) inbox.querySelector(`[data-key="${event.key}"]`)?.click();
  else return;
  event.preventDefault();
});

// One letter alone must be possible to turn off: dictation software types letters.
const off = inbox?.querySelector("[data-shortcuts-off]");
if (off) {
  const button = off.querySelector("button");
  off.hidden = false;
  button.setAttribute("aria-pressed", String(isOff));
  button.addEventListener("click", () => {
    isOff = !isOff;
    button.setAttribute("aria-pressed", String(isOff));
    try {
      localStorage.setItem(OFF, isOff ? "1" : "0");
    } catch {
      // Kept for this page alone.
    }
  });
}
