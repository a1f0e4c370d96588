// Say that something new was said since the page was opened; nothing moves under the reader.
const RETRY_FIRST = 2000;
const RETRY_LONGEST = 60000;

function watch(notice) {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const address = `${scheme}//${location.host}/live/${encodeURIComponent(notice.dataset.live)}/`;
  let known = null;
  let delay = RETRY_FIRST;

  function open() {
    const socket = new WebSocket(address);
    socket.addEventListener("message", (message) => {
      const { upto } = JSON.parse(message.data);
      delay = RETRY_FIRST;
      // The first number is what the page already shows; after an outage the gap counts too.
      if (known === null) known = upto;
      else if (upto > known) notice.hidden = false;
    });
    socket.addEventListener("close", (event) => {
      // 4404 and 4429 are refusals: trying again would be refused again.
      if (event.code >= 4400) return;
      setTimeout(open, delay);
      delay = Math.min(delay * 2, RETRY_LONGEST);
    });
  }

  // The page comes first: the socket waits until everything it needs is there.
  if (document.readyState === "complete") open();
  else addEventListener("load", open, { once: true });
}

document.querySelectorAll("[data-live]").forEach(watch);
