// Puts the SPARQL editor where the plain form stands; what it needs stands in the page as data.
const settings = JSON.parse(document.getElementById("editor-settings").textContent);
const form = document.getElementById("plain-query");
const place = document.getElementById("yasgui");

// Suggestions come from the release itself; those of other hosts are never asked for.
const suggest = (words) => (_, token) =>
  words.filter((each) => each.startsWith(token.autocompletionString || ""));
Yasgui.Yasqe.forkAutocompleter("class", { name: "class-here", get: suggest(settings.classes) }, false);
Yasgui.Yasqe.forkAutocompleter("property", { name: "property-here", get: suggest(settings.properties) }, false);
Yasgui.Yasqe.forkAutocompleter("prefixes", {
  name: "prefixes-here",
  bulk: true,
  persistenceId: null,
  get: () => Object.entries(settings.prefixes).map(([name, iri]) => `${name}: <${iri}>`),
}, false);

const yasgui = new Yasgui(place, {
  requestConfig: { endpoint: settings.endpoint, method: "POST" },
  endpointCatalogueOptions: { getData: () => [{ endpoint: settings.endpoint }] },
  copyEndpointOnNewTab: true,
  populateFromUrl: false,
  persistenceId: null,
  autofocus: false,
  yasqe: {
    value: form.elements.query.value,
    autocompleters: ["variables", "prefixes-here", "class-here", "property-here"],
    createShareableLink: () =>
      `${settings.endpoint}?format=html&query=${encodeURIComponent(yasgui.getTab().getQuery())}`,
  },
  yasr: { prefixes: settings.prefixes },
});
yasgui.getTab().setQuery(form.elements.query.value);
form.hidden = true;
document.documentElement.classList.add("edits");

// What the editor of others leaves unsaid for who cannot see it, for each tab that is opened.
const say = () => {
  const unsaid = { "input.autocomplete": settings.words.endpoint, ".CodeMirror textarea": settings.words.query };
  for (const [selector, words] of Object.entries(unsaid)) {
    for (const each of place.querySelectorAll(selector)) each.setAttribute("aria-label", words);
  }
  for (const each of place.querySelectorAll(".tabsList button")) each.setAttribute("role", "tab");
};
say();
yasgui.on("tabAdd", () => setTimeout(say));
