/* Fetches the choices of a filter when it is opened, and keeps what was chosen in the others.
   Without a script, the link inside leads to the list with them. */

for (const link of document.querySelectorAll("[data-choices-of]")) {
  const filter = link.closest("details");
  filter.addEventListener("toggle", () => fetchOptions(filter, link), { once: true });
}

async function fetchOptions(filter, link) {
  try {
    const response = await fetch(link.href, { redirect: "error" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const found = page.getElementById(filter.id)?.querySelector("summary").nextElementSibling;
    if (found && filter.contains(link)) link.parentElement.replaceWith(found);
  } catch {
    // The link stays.
  }
}
