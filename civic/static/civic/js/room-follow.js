// Follow a room: a socket brings what changes, and is asked for what is missing. Without a socket
// the question is asked every few seconds.
const ASK_AGAIN = 3000;
const ASK_WITHOUT_SOCKET = 6000;
const RETRY_LONGEST = 20000;

export function follow(root, { changed, linked, refused }) {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const address = `${scheme}//${location.host}/live/room/${root.dataset.room}/`;
  let known = Number(root.dataset.upto);
  let target = known;
  let asking = false;
  let stopped = false;
  let live = null;
  let delay = 1000;
  let askedSince = -1;
  let askedAt = 0;

  function take(changes) {
    if (changes.upto <= known) return;
    known = changes.upto;
    changed(changes);
  }

  function askSocket() {
    // Changes may go on coming while the answer is on its way: it is asked for once.
    if (askedSince === known && Date.now() - askedAt < 1000) return;
    askedSince = known;
    askedAt = Date.now();
    live.send(JSON.stringify({ since: known }));
  }

  // `surely` does not trust the socket: back from a tunnel, it may be dead and not know it.
  async function ask(surely = false) {
    if (live && !surely) {
      askSocket();
      return;
    }
    if (asking || stopped) return;
    asking = true;
    try {
      let more = true;
      while (more) {
        const response = await fetch(`${root.dataset.changes}?since=${known}`, {
          headers: { Accept: "application/json" },
        });
        if (response.status === 403) {
          stop((await response.json()).detail);
          return;
        }
        if (!response.ok) throw new Error(String(response.status));
        const changes = await response.json();
        linked(true);
        more = changes.upto > known && (changes.more || changes.upto < target);
        take(changes);
      }
    } catch {
      linked(false);
      setTimeout(() => ask(true), ASK_AGAIN);
    } finally {
      asking = false;
    }
  }

  function stop(sentence) {
    if (stopped) return;
    stopped = true;
    refused(sentence);
  }

  function open() {
    if (stopped) return;
    const socket = new WebSocket(address);
    socket.addEventListener("message", (message) => {
      const told = JSON.parse(message.data);
      if (told.refused) {
        // Too fast or too long is our own fault, and passes; anything else is told and final.
        if (told.code === 4403 || told.code === 4404) stop(told.refused);
        return;
      }
      live = socket;
      delay = 1000;
      target = Math.max(target, told.upto);
      // Full rows: what starts before the number known here says nothing wrong.
      if (told.since <= known) take(told);
      if (target > known) ask();
      else linked(true);
    });
    socket.addEventListener("close", () => {
      if (live === socket) live = null;
      setTimeout(open, delay * (0.5 + Math.random()));
      delay = Math.min(delay * 2, RETRY_LONGEST);
    });
  }

  setInterval(() => {
    if (!live && !document.hidden) ask();
  }, ASK_WITHOUT_SOCKET);
  addEventListener("online", () => {
    delay = 1000;
    ask(true);
  });
  addEventListener("offline", () => linked(false));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) ask(true);
  });
  if (document.readyState === "complete") open();
  else addEventListener("load", open, { once: true });
  return { ask };
}

// Take again from the server the parts of the page that moved; nothing is replaced under a finger.
export function refresher(root, parts, { before, after } = {}) {
  let waiting = null;
  let busy = false;
  let again = false;

  async function take() {
    waiting = null;
    if (busy || parts.some((id) => inUse(document.getElementById(id)))) {
      again = true;
      return;
    }
    busy = true;
    try {
      const response = await fetch(location.pathname + root.dataset.part);
      if (!response.ok || response.redirected) return;
      const text = await response.text();
      if (parts.some((id) => inUse(document.getElementById(id)))) {
        again = true;
        return;
      }
      const taken = new DOMParser().parseFromString(text, "text/html");
      before?.();
      for (const id of parts) {
        const mine = document.getElementById(id);
        const theirs = taken.getElementById(id);
        const open = new Set(
          [...mine.querySelectorAll("details[open]")].map((one) => signature(one)),
        );
        if (theirs) mine.replaceWith(document.adoptNode(theirs));
        else mine.replaceChildren(...document.adoptNode(taken.body).childNodes);
        const fresh = document.getElementById(id);
        fresh.querySelectorAll("details").forEach((one) => {
          if (open.has(signature(one))) one.open = true;
        });
      }
      after?.();
    } catch {
      again = true;
    } finally {
      busy = false;
      if (again) {
        again = false;
        soon(1500);
      }
    }
  }

  function soon(most = 500) {
    if (waiting === null) waiting = setTimeout(take, Math.random() * most);
  }

  return soon;
}

function signature(details) {
  return details.querySelector("summary").textContent;
}

function inUse(part) {
  const active = document.activeElement;
  return part.contains(active) && active.matches("textarea, select, input:not([type=checkbox])");
}

// Time left, counted on from what the server said: the clock of the phone is not asked.
export function countDown() {
  const started = new WeakMap();
  setInterval(() => {
    document.querySelectorAll("[data-seconds]").forEach((timer) => {
      if (!started.has(timer)) started.set(timer, performance.now());
      const past = (performance.now() - started.get(timer)) / 1000;
      const left = Math.max(0, Math.round(Number(timer.dataset.seconds) - past));
      const said = left
        ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`
        : timer.dataset.over;
      if (timer.textContent !== said) timer.textContent = said;
    });
  }, 1000);
}

export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// A page stays open for an evening; signing in beside it, in another tab, changes the token.
function token() {
  const kept = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return kept ? kept[1] : document.querySelector("[name=csrfmiddlewaretoken]").value;
}

export async function send(address, data) {
  data.set("csrfmiddlewaretoken", token());
  const response = await fetch(address, {
    method: "POST",
    body: data,
    headers: { Accept: "application/json" },
  });
  const type = response.headers.get("Content-Type") || "";
  const said = type.includes("json") ? await response.json() : null;
  return { status: response.status, said };
}

// A sentence at the top of the page, read aloud.
export function tell(sentence, tone = "error") {
  const place = document.getElementById("toasts");
  if (!place) return;
  const notice = document.createElement("div");
  notice.className = `notice notice-${tone}`;
  const words = document.createElement("p");
  words.textContent = sentence;
  notice.append(words);
  place.replaceChildren(notice);
  setTimeout(() => notice.remove(), 9000);
}
