// The console of whoever runs a room: it follows the room, and paper cards are typed one by one.
import { countDown, follow, newKey, refresher, send, tell } from "./room-follow.js";

const root = document.querySelector("[data-room]");
let left = new Set();
const refresh = refresher(root, ["live"], {
  before: () => {
    const boxes = document.querySelectorAll("[name=cards]:not(:checked):not(:disabled)");
    left = new Set([...boxes].map((one) => one.value));
  },
  after: () => {
    document.querySelectorAll("[name=cards]").forEach((one) => {
      if (left.has(one.value)) one.checked = false;
    });
  },
});
follow(root, {
  changed: () => refresh(),
  linked: () => {},
  refused: (sentence) => tell(sentence),
});

const scribe = document.querySelector("[data-scribe]");
const text = scribe.elements.text;
const said = scribe.querySelector("[data-said]");
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    scribe.requestSubmit();
  }
});
scribe.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!text.value.trim()) return;
  try {
    const answer = await send(scribe.getAttribute("action"), new FormData(scribe));
    if (answer.status !== 200) {
      tell(answer.said ? answer.said.detail : String(answer.status));
      return;
    }
    said.textContent = `${said.dataset.kept} ${answer.said.number}`;
    text.value = "";
    scribe.elements.people_count.value = "1";
    // Only what was received gets a new key: sent again after a cut, a card stays one card.
    scribe.elements.key.value = newKey();
    text.focus();
    refresh(0);
  } catch (error) {
    tell(String(error.message), "warning");
  }
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, textarea, select")) return;
  const button = document.querySelector(`[data-speech] [data-key="${event.key}"]`);
  if (button && !button.disabled) button.click();
});

countDown();
