// A room on a phone. Everything here also works as plain forms.
import { countDown, follow, newKey, refresher, send, tell } from "./room-follow.js";
import { outbox, shownCard } from "./room-outbox.js";

const root = document.querySelector("[data-room]");
const link = document.querySelector("[data-link]");
const draftKey = `room-draft-${root.dataset.room}`;
const pad = document.querySelector("[data-write]");
const refresh = refresher(root, ["now", "board"], {
  after: () => {
    // Each step has its one action: the card to write steps back when there is another.
    const act = document.getElementById("now").dataset.act;
    if (act === root.dataset.act || !pad) return;
    root.dataset.act = act;
    if (!pad.querySelector("textarea").value) pad.open = act === "write" || act === "listen";
  },
});
let head = null;

function linked(found) {
  if (found === (link.dataset.state !== "lost") && link.dataset.state) return;
  link.dataset.state = found ? "found" : "lost";
  link.textContent = found ? link.dataset.found : link.dataset.lost;
  link.hidden = found;
}

function concerns(changes) {
  const table = Number(root.dataset.table);
  const now = JSON.stringify([changes.room, changes.tables, changes.polls]);
  const moved = now !== head;
  head = now;
  return (
    moved ||
    changes.groups.some((group) => group.table === table) ||
    changes.cards.some(
      (card) => card.table === table || document.getElementById(`card-${card.id}`),
    )
  );
}

const room = follow(root, {
  changed: (changes) => concerns(changes) && refresh(),
  linked,
  refused: (sentence) => {
    // The page says it better; but it is asked once, in case it would lead here again.
    const last = Number(sessionStorage.getItem("room-asked") || 0);
    if (Date.now() - last < 60000) {
      tell(sentence);
      return;
    }
    sessionStorage.setItem("room-asked", String(Date.now()));
    location.reload();
  },
});

async function act(form, submitter) {
  const data = new FormData(form, submitter);
  try {
    const { status, said } = await send(form.getAttribute("action"), data);
    if (status === 200) {
      form.querySelectorAll("details[open]").forEach((one) => (one.open = false));
      document.activeElement?.blur();
      refresh(0);
      room.ask();
    } else if (said) tell(said.detail);
    else form.submit();
  } catch {
    tell(link.dataset.lost, "warning");
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-act-form]");
  if (!form) return;
  event.preventDefault();
  act(form, event.submitter);
});

// Cards are dragged where there is a mouse; the list beside each does the same.
let dragged = null;
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-card]");
  if (dragged) event.dataTransfer.setData("text/plain", dragged.dataset.card);
});
document.addEventListener("dragend", () => (dragged = null));
document.addEventListener("dragover", (event) => {
  const place = dragged && event.target.closest("[data-group]");
  if (!place) return;
  event.preventDefault();
  document.querySelectorAll(".room-over").forEach((one) => one.classList.remove("room-over"));
  place.classList.add("room-over");
});
document.addEventListener("drop", async (event) => {
  const place = dragged && event.target.closest("[data-group]");
  if (!place) return;
  event.preventDefault();
  const data = new FormData();
  const over = event.target.closest("[data-card]");
  data.set("act", "card.move");
  data.set("card", dragged.dataset.card);
  data.set("group", place.dataset.group);
  if (over && over !== dragged) data.set("before", over.dataset.card);
  place.classList.remove("room-over");
  const form = document.querySelector("[data-act-form]");
  try {
    const { status, said } = await send(form.getAttribute("action"), data);
    if (status !== 200 && said) tell(said.detail);
    refresh(0);
  } catch {
    tell(link.dataset.lost, "warning");
  }
});

const form = document.querySelector("[data-outbox]");
if (form) write(form);

async function write(form) {
  const list = document.querySelector("[data-outbox-list]");
  const text = form.elements.text;
  const box = await outbox({
    room: root.dataset.room,
    send: (card) => {
      const data = new FormData();
      data.set("act", "card.write");
      for (const name of ["key", "text", "table", "sequence"]) data.set(name, card[name]);
      return send(form.getAttribute("action"), data);
    },
    sent: (card, said) => {
      if (said.state === "late") tell(root.dataset.late, "info");
      refresh(0);
      room.ask();
    },
    shown: (cards) => {
      list.replaceChildren(
        ...cards.map((card) => {
          const refused = card.state === "refused";
          return shownCard(card, {
            said: refused ? `${root.dataset.refused} ${card.why}` : root.dataset.waiting,
            words: root.dataset,
            drop: refused ? () => box.drop(card.key) : null,
          });
        }),
      );
    },
  });

  const waiting = (await box.mine()).map((card) => card.sequence);
  let last = Math.max(Number(form.elements.sequence.dataset.last), 0, ...waiting);
  text.value ||= localStorage.getItem(draftKey) || "";
  text.addEventListener("input", () => localStorage.setItem(draftKey, text.value));
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const words = text.value.trim();
    if (!words) return;
    // All of it at once: who goes on typing while the card is kept loses nothing, and the next
    // card has the next rank.
    last = Math.max(last, Number(localStorage.getItem(`${draftKey}-last`) || 0)) + 1;
    localStorage.setItem(`${draftKey}-last`, String(last));
    text.value = "";
    localStorage.removeItem(draftKey);
    text.focus();
    try {
      await box.keep({ key: newKey(), text: words, table: root.dataset.table, sequence: last });
    } catch {
      text.value = [words, text.value].filter(Boolean).join("\n");
      tell(root.dataset.full);
    }
  });
}

countDown();
