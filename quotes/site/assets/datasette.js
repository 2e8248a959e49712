// Gives Datasette's own pages what screen readers need: a language, a main part, levels of headings, labels.
function label(selector, text) {
  for (const each of document.querySelectorAll(selector)) {
    if (!each.labels?.length) each.setAttribute("aria-label", text);
  }
}

function nest() {
  const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")];
  const levels = [...new Set(headings.map((each) => each.tagName))].sort();
  let last = 0;
  for (const each of headings) {
    last = Math.min(levels.indexOf(each.tagName) + 1, last + 1);
    each.setAttribute("aria-level", last);
  }
}

document.documentElement.lang ||= "en";
document.querySelector("section.content")?.setAttribute("role", "main");
nest();
label("select[name^=_filter_column]", "Column");
label("select[name^=_filter_op]", "Comparison");
label("input[name^=_filter_value]", "Value");
label("select[name=_sort]", "Sort by");
label("a.cross", "Remove");
// The editor is made when the page is loaded.
const edit = () => label("#sql-editor, .CodeMirror textarea, .cm-content", "SQL");
if (document.readyState === "complete") edit();
else addEventListener("load", edit);
