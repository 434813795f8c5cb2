import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** What has to travel, in bytes after gzip: before the first figures are read, and with the chart. */
const FIRST = 40_000;
const CHART = 30_000;

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'hoolin-wallboard-'));
const assets = () => readdirSync(join(folder, 'assets')).filter((name) => /\.(js|css)$/.test(name));
const size = (name) => gzipSync(readFileSync(join(folder, 'assets', name)), { level: 9 }).length;
const sum = (names) => names.map(size).reduce((one, other) => one + other, 0);
const isChart = (name) => name.startsWith('DayChart');
const isLanguage = (name) => /^(et|ru|en)-/.test(name);

beforeAll(() => {
  const vite = join(root, '../../node_modules/vite/bin/vite.js');
  const env = { ...process.env, NODE_ENV: 'production' };
  execFileSync(process.execPath, [vite, 'build', '--outDir', folder], { cwd: root, stdio: 'pipe', env });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

it('The first figures, in the longest language, come within their budget.', () => {
  const language = Math.max(...assets().filter(isLanguage).map(size));
  const bytes = sum(assets().filter((name) => !isChart(name) && !isLanguage(name))) + language;
  console.log(`wallboard, first load: ${bytes} of ${FIRST} bytes`);
  expect(bytes).toBeLessThanOrEqual(FIRST);
});

it('The chart comes within its own.', () => {
  const bytes = sum(assets().filter(isChart));
  console.log(`wallboard, chart: ${bytes} of ${CHART} bytes`);
  expect(bytes).toBeLessThanOrEqual(CHART);
});

it('The page carries no style or script of its own, which the policy would stop.', () => {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
});
