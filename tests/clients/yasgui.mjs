// Runs a query in YASGUI in a browser and prints the rows that it shows: yasgui.mjs ENDPOINT TEXT
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { chromium } from "playwright-core";

const [endpoint, text] = process.argv.slice(2);
const files = new URL("node_modules/@zazuko/yasgui/build/", import.meta.url);
const page = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<link rel="stylesheet" href="yasgui.min.css"><div id="yasgui"></div><script src="yasgui.min.js"></script>`;
const types = { css: "text/css", js: "text/javascript" };

// A page of another origin than the service's, so that the browser checks who may read answers.
const server = createServer(async (request, response) => {
  const name = request.url.slice(1);
  const type = types[name.split(".").pop()] ?? "text/html";
  response.writeHead(200, { "Content-Type": type });
  response.end(name.startsWith("yasgui.min.") ? await readFile(new URL(name, files)) : page);
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const tab = await browser.newPage();
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  await tab.evaluate(([endpoint, text]) => {
    const yasgui = new Yasgui(document.getElementById("yasgui"), { requestConfig: { endpoint }, persistenceId: null });
    yasgui.getTab().setQuery(text);
    return yasgui.getTab().query();
  }, [endpoint, text]);
  await tab.waitForSelector(".yasr table.dataTable tbody td div", { timeout: 20_000 });
  const rows = await tab.$$eval(".yasr table.dataTable tbody tr", (found) =>
    found.map((row) => [...row.querySelectorAll("td")].slice(1).map((cell) => cell.innerText.trim())));
  console.log(JSON.stringify(rows));
} finally {
  await browser.close();
  server.close();
}
