// Cards wait on the phone until the room has received them: through a lost network, a closed
// browser, a long evening. They leave one by one, in the order they were written.
import { tell } from "./room-follow.js";

const NAME = "civic-room";
const STORE = "cards";

function database() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export async function openStore() {
  try {
    const base = await database();
    const rows = (mode) => base.transaction(STORE, mode).objectStore(STORE);
    return {
      all: () => done(rows("readonly").getAll()),
      put: (card) => done(rows("readwrite").put(card)),
      remove: (key) => done(rows("readwrite").delete(key)),
    };
  } catch {
    // Some private windows have no database: the smaller store does.
    const read = () => JSON.parse(localStorage.getItem(NAME) || "{}");
    const write = (cards) => localStorage.setItem(NAME, JSON.stringify(cards));
    return {
      all: async () => Object.values(read()),
      put: async (card) => write({ ...read(), [card.key]: card }),
      remove: async (key) => {
        const cards = read();
        delete cards[key];
        write(cards);
      },
    };
  }
}

// One card as the phone shows it; without `drop` it is on its way and only says so.
export function shownCard(card, { said, words, drop }) {
  const found = document.getElementById("outbox-card").content.cloneNode(true);
  const text = found.querySelector("[data-text]");
  text.textContent = card.text;
  found.querySelector("[data-state]").textContent = said;
  found.querySelector("[data-acts]").hidden = !drop;
  found.querySelector("[data-copy]").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(card.text);
      tell(words.copied, "info");
    } catch {
      // The address of a village hall is not always a secure one: the finger does the rest.
      getSelection().selectAllChildren(text);
      tell(words.select, "info");
    }
  });
  found.querySelector("[data-drop]").addEventListener("click", () => drop(card));
  return found;
}

export async function outbox({ room, send, shown, sent }) {
  const store = await openStore();
  let leaving = false;
  let timer = null;

  async function mine() {
    const cards = (await store.all()).filter((card) => card.room === room);
    return cards.sort((a, b) => a.sequence - b.sequence);
  }

  async function show() {
    shown(await mine());
  }

  async function keep(card) {
    await store.put({ ...card, room, state: "waiting" });
    await show();
    leave();
  }

  async function drop(key) {
    await store.remove(key);
    await show();
  }

  async function leaveInOrder() {
    for (const card of await mine()) {
      if (card.state === "refused") continue;
      const answer = await send(card);
      if (answer.status === 200) {
        await store.remove(card.key);
        sent(card, answer.said);
      } else if (answer.said && answer.status !== 429) {
        // The room said why: the words stay here, to be copied.
        await store.put({ ...card, state: "refused", why: answer.said.detail });
      } else {
        throw new Error(String(answer.status));
      }
      await show();
    }
  }

  async function leave() {
    if (leaving) return;
    leaving = true;
    clearTimeout(timer);
    try {
      // Two windows of one phone do not send side by side.
      if (navigator.locks) await navigator.locks.request(`${NAME}-${room}`, leaveInOrder);
      else await leaveInOrder();
    } catch {
      timer = setTimeout(leave, 4000);
    } finally {
      leaving = false;
      await show();
    }
  }

  addEventListener("online", leave);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) leave();
  });
  await show();
  leave();
  return { keep, drop, mine, leave };
}
