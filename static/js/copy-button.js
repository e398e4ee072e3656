/* Shows the buttons that copy a text: they need a script. References to meetings are left out. */

function plainText(article) {
  const copy = article.cloneNode(true);
  for (const reference of copy.querySelectorAll("[data-src]")) reference.remove();
  const blocks = [...copy.children].map((block) => block.textContent.replace(/\s+/g, " ").trim());
  return blocks.join("\n\n").replace(/ +([.,;])/g, "$1");
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const article = document.getElementById(button.dataset.copy);
  if (!article || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(plainText(article));
    button.querySelector("[data-words]").textContent = button.dataset.said;
    button.nextElementSibling.textContent = button.dataset.said;
  });
}
