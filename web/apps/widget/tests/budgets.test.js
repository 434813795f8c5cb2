import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** What a customer's browser may have to fetch, in bytes after gzip. */
const BUDGETS = { w: 1_500, panel: 14_000, extras: 4_500, board: 3_000, survey: 5_000, wait: 700, call: 6_000, 'call-et': 1_700, 'call-ru': 1_700, 'call-en': 1_700, 'ways-et': 700, 'ways-ru': 700, 'ways-en': 700, et: 2_000, ru: 2_000, en: 2_000 };

const folder = mkdtempSync(join(tmpdir(), 'hoolin-widget-'));
const built = () => readdirSync(folder).filter((name) => name.endsWith('.js'));

beforeAll(() => {
  execFileSync(process.execPath, [join(import.meta.dirname, '../build.mjs'), folder], { stdio: 'pipe' });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

it.each(Object.entries(BUDGETS))('%s stays within %i bytes.', (name, most) => {
  const file = built().find((other) => other === `${name}.js` || other.startsWith(`${name}-`));
  const bytes = gzipSync(readFileSync(join(folder, file)), { level: 9 }).length;
  console.log(`${name}: ${bytes} of ${most} bytes`);
  expect(bytes).toBeLessThanOrEqual(most);
});

it('Nothing else is built, so that nothing escapes its budget.', () => {
  const known = Object.keys(BUDGETS);
  expect(
    built()
      .map((name) => name.replace(/(-[\w-]{8})?\.js$/, ''))
      .sort(),
  ).toEqual(known.sort());
});

it('Nothing that is sent to the customer is built from strings, or styled in the page.', () => {
  for (const name of built()) {
    const text = readFileSync(join(folder, name), 'utf8');
    expect([name, /eval\(|new Function|document\.write|insertAdjacentHTML|createElement\(.style/.test(text)]).toEqual([
      name,
      false,
    ]);
  }
});
