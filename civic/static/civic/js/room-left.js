// Cards of a room one is no longer in: their words stay here until they are copied or removed.
import { openStore, shownCard } from "./room-outbox.js";

const root = document.querySelector("[data-left]");
const list = root.querySelector("[data-left-list]");
const store = await openStore();

async function show() {
  const cards = (await store.all()).sort((a, b) => a.sequence - b.sequence);
  root.hidden = !cards.length;
  const drop = async (card) => {
    await store.remove(card.key);
    await show();
  };
  list.replaceChildren(
    ...cards.map((card) =>
      shownCard(card, { said: card.why || root.dataset.state, words: root.dataset, drop }),
    ),
  );
}

show();
