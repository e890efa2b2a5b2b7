// Asks with Comunica: comunica.mjs select|construct|ask|update ENDPOINT TEXT [TOKEN]; several
// endpoints, joined by a space, are asked as one.
import { QueryEngine } from "@comunica/query-sparql";

const [form, endpoint, text, token] = process.argv.slice(2);
const engine = new QueryEngine();
const withToken = (url, options = {}) => {
  const headers = new Headers(options.headers);
  headers.set("Authorization", `Bearer ${token}`);
  return fetch(url, { ...options, headers });
};
const source = { type: "sparql", value: endpoint };
const context = { sources: form === "update" ? [source] : endpoint.split(" "), fetch: token ? withToken : fetch };

if (form === "update") {
  await engine.queryVoid(text, { ...context, destination: source });
} else if (form === "ask") {
  console.log(JSON.stringify(await engine.queryBoolean(text, context)));
} else if (form === "construct") {
  const found = await (await engine.queryQuads(text, context)).toArray();
  console.log(JSON.stringify(found.map((quad) => [quad.subject.value, quad.predicate.value, quad.object.value])));
} else {
  const rows = await (await engine.queryBindings(text, context)).toArray();
  console.log(JSON.stringify(rows.map((row) => Object.fromEntries([...row].map(([name, term]) => [name.value, term.value])))));
}
