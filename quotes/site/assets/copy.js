// Copies a citation. Without this script the text is there to be selected, which one click does.
for (const button of document.querySelectorAll("button[data-copies]")) {
  const source = document.getElementById(button.dataset.copies);
  const told = button.nextElementSibling;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.textContent);
      told.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(source);
      told.textContent = "Selected: copy it with Ctrl+C or ⌘C";
    }
    setTimeout(() => { told.textContent = ""; }, 4000);
  });
}
