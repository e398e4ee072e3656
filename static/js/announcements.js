/* Messages for screen readers. */

let region;

/** Have a screen reader read `text` aloud at its next pause. */
export function announce(text) {
  if (!region) {
    region = document.createElement("p");
    region.className = "vh";
    region.setAttribute("role", "status");
    document.getElementById("main").append(region);
  }
  region.textContent = text;
}
