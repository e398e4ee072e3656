// Shows the buttons that copy a text, which need a script. The numbers of meetings stay behind.
function plain(text) {
  const copy = text.cloneNode(true);
  for (const link of copy.querySelectorAll("[data-src]")) link.remove();
  const parts = [...copy.children].map((part) => part.textContent.replace(/\s+/g, " ").trim());
  return parts.join("\n\n").replace(/ +([.,;])/g, "$1");
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const text = document.getElementById(button.dataset.copy);
  const words = button.querySelector("[data-words]");
  if (!text || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(plain(text));
    words.textContent = button.dataset.said;
    button.nextElementSibling.textContent = button.dataset.said;
  });
}
