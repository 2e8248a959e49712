// Outlines all pieces of the quotation that the URL leads to. The style sheet alone outlines the first one.
function outline() {
  const id = location.hash.replace("#q-", "");
  for (const piece of document.querySelectorAll("[data-of]")) {
    piece.classList.toggle("target", piece.dataset.of.split(" ").includes(id));
  }
}
addEventListener("hashchange", outline);
outline();
