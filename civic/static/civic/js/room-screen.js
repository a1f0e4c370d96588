// The wall of a room follows it without anybody touching it.
import { countDown, follow, refresher, tell } from "./room-follow.js";

const root = document.querySelector("[data-room]");
const refresh = refresher(root, ["live"]);
follow(root, { changed: () => refresh(), linked: () => {}, refused: tell });
countDown();
