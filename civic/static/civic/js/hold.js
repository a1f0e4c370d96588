// Go on holding a paragraph while somebody types in its form; say when it is in other hands.
//
// <p data-hold="/…/tenir/"> beside the form: its words are replaced by what the site answers.
const EVERY = 60000;

const notice = document.querySelector("[data-hold]");
const form = notice?.parentElement?.querySelector("form[method=post]");

if (notice && form) {
  let last = Date.now();
  let lost = false;

  const goOn = async () => {
    last = Date.now();
    try {
      const answer = await fetch(notice.dataset.hold, {
        method: "POST",
        headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      });
      const { held, detail } = await answer.json();
      if (detail) notice.textContent = detail;
      lost = !held;
    } catch {
      // Off line for a moment: the text is kept on this device, and tried again with the next word.
    }
  };

  form.addEventListener("input", () => {
    if (!lost && Date.now() - last > EVERY) goOn();
  });
}
