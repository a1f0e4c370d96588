// Keeps the text of a form on this device until it has been sent, and offers it back.
//
// <form data-draft-key="proposal-12"> with components/draft.html inside it keeps;
// any element with data-draft-sent="proposal-12" (the receipt) forgets.

const PREFIX = "civic-draft:";
const KEPT_DAYS = 14;
const PAUSE = 400;

const store = {
  read(key) {
    try {
      const draft = JSON.parse(localStorage.getItem(PREFIX + key));
      const fresh = draft && Date.now() - draft.at < KEPT_DAYS * 86400000;
      if (!fresh) localStorage.removeItem(PREFIX + key);
      return fresh ? draft : null;
    } catch {
      return null;
    }
  },
  write(key, values) {
    try {
      localStorage.setItem(PREFIX + key, JSON.stringify({ at: Date.now(), values }));
    } catch {
      // Storage is full or refused: the form works as without it.
    }
  },
  forget(key) {
    try {
      localStorage.removeItem(PREFIX + key);
    } catch {
      // Nothing was kept.
    }
  },
};

const SKIPPED = new Set(["hidden", "password", "file", "submit", "button", "reset"]);
const kept = (form) => [...form.elements].filter((control) => control.name && !SKIPPED.has(control.type));
const ticked = (control) => control.type === "checkbox" || control.type === "radio";

function values(form) {
  return kept(form).map((control) => [
    control.name,
    ticked(control) ? control.value : null,
    ticked(control) ? control.checked : control.value,
  ]);
}

function restore(form, saved) {
  for (const [name, option, value] of saved) {
    const control = kept(form).find((one) => one.name === name && (option === null || one.value === option));
    if (!control) continue;
    if (option === null) control.value = value;
    else control.checked = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

const written = (list) => list.some(([, option, value]) => option === null && String(value).trim() !== "");

function keep(form) {
  if (form.dataset.draftReady) return;
  form.dataset.draftReady = "true";
  const key = form.dataset.draftKey;
  const offer = form.querySelector("[data-draft-offer]");
  const before = JSON.stringify(values(form));
  const draft = store.read(key);

  // A form that comes back with its text needs no offer: nothing was lost.
  const empty = !form.querySelector("[data-error-summary], [aria-invalid=true]");
  if (offer && draft && empty && written(draft.values) && JSON.stringify(draft.values) !== before) {
    const moment = offer.querySelector("[data-draft-when]");
    if (moment) {
      moment.textContent = new Date(draft.at).toLocaleString(document.documentElement.lang, {
        dateStyle: "long",
        timeStyle: "short",
      });
    }
    offer.hidden = false;
    offer.querySelector("[data-draft-take]")?.addEventListener("click", () => {
      restore(form, draft.values);
      offer.hidden = true;
      kept(form)[0]?.focus();
    });
    offer.querySelector("[data-draft-erase]")?.addEventListener("click", () => {
      store.forget(key);
      offer.hidden = true;
      kept(form)[0]?.focus();
    });
  }

  let waiting;
  const save = () => {
    clearTimeout(waiting);
    const now = values(form);
    if (written(now) && JSON.stringify(now) !== before) store.write(key, now);
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", save);
  window.addEventListener("pagehide", save);
}

function start(root) {
  root.querySelectorAll("[data-draft-sent]").forEach((sent) => store.forget(sent.dataset.draftSent));
  root.querySelectorAll("form[data-draft-key]").forEach(keep);
}

start(document);
document.addEventListener("htmx:load", (event) => start(event.target.parentNode ?? document));
