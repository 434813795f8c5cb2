// Holds the sizes and lengths that were promised: bytes that travel before a page is of use, and lines a person must read.
// A page that was not built yet is named and skipped; anything over its limit ends with status 1.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const WEB = fileURLToPath(new URL('..', import.meta.url));
const STATIC = join(WEB, '../src/hoolin/server/static');
const KB = 1_000;
const PAGES = {
  desk: { first: 90 * KB, chunk: 30 * KB, language: 13 * KB },
  admin: { first: 72 * KB, chunk: 30 * KB, language: 12 * KB },
};
const COMPONENT = { median: 60, max: 300 };
const over = [];

const gz = (path) => gzipSync(readFileSync(path), { level: 9 }).length;
const kB = (bytes) => `${(bytes / KB).toFixed(1)} kB`;

function hold(what, is, limit, unit = kB) {
  const bad = is > limit;
  console.log(`${bad ? 'OVER ' : 'ok   '} ${what}: ${unit(is)} of ${unit(limit)}`);
  if (bad) over.push(what);
}

/** The page, everything it names, and whatever those import at once. */
function firstLoad(folder) {
  const index = join(folder, 'index.html');
  const found = new Set([index]);
  const html = readFileSync(index, 'utf8');
  const queue = [...html.matchAll(/(?:src|href)="\/\w+\/(assets\/[^"]+)"/g)].map(([, path]) => join(folder, path));
  while (queue.length) {
    const path = queue.pop();
    if (found.has(path)) continue;
    found.add(path);
    if (!path.endsWith('.js')) continue;
    for (const [, name] of readFileSync(path, 'utf8').matchAll(/(?:from|import)\s*["'](\.[^"']+)["']/g)) queue.push(join(dirname(path), name));
  }
  return found;
}

function page(app, limits) {
  const folder = join(STATIC, app);
  if (!existsSync(join(folder, 'index.html'))) return console.log(`skip  ${app}: not built`);
  const assets = readdirSync(join(folder, 'assets')).filter((name) => /\.(js|css)$/.test(name));
  const first = firstLoad(folder);
  const languages = assets.filter((name) => /^(et|ru|en)-/.test(name)).map((name) => gz(join(folder, 'assets', name)));
  const total = [...first].reduce((sum, path) => sum + gz(path), 0);
  hold(`${app}, first load with its longest language`, total + Math.max(...languages), limits.first);
  hold(`${app}, longest language`, Math.max(...languages), limits.language);
  for (const name of assets) {
    const path = join(folder, 'assets', name);
    if (!first.has(path) && !/^(et|ru|en)-/.test(name)) hold(`${app}, ${name}`, gz(path), limits.chunk);
  }
}

function* components(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* components(path);
    else if (entry.name.endsWith('.svelte')) yield path;
  }
}

function lengths() {
  const all = [...components(WEB)].map((path) => [readFileSync(path, 'utf8').split('\n').length - 1, path]).sort(([a], [b]) => a - b);
  if (!all.length) return;
  const lines = (number) => `${number} lines`;
  const [longest, path] = all.at(-1);
  hold(`Svelte components (${all.length}), median`, all[all.length >> 1][0], COMPONENT.median, lines);
  hold(`Svelte components, longest (${relative(WEB, path)})`, longest, COMPONENT.max, lines);
}

for (const [app, limits] of Object.entries(PAGES)) page(app, limits);
lengths();
if (over.length) {
  console.error(`\n${over.length} over the limit: ${over.join('; ')}`);
  process.exit(1);
}
