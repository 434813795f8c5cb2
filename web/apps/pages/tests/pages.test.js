import { readFileSync } from 'node:fs';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (language) => JSON.parse(readFileSync(join(root, `texts/${language}.json`), 'utf8'));

/** Every place in a text, without the words: what must be the same in all languages. */
const shape = (value) =>
  Array.isArray(value)
    ? value.map(shape)
    : typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]))
      : typeof value;

describe.each(['ru', 'en'])('%s', (language) => {
  it('It says everything that Estonian says.', () => {
    expect(shape(read(language))).toEqual(shape(read('et')));
  });

  it('Its prices are those of Estonian.', () => {
    const amounts = (texts) => texts.plan_list.map(({ price }) => price.replace(/\D/g, ''));
    expect(amounts(read(language))).toEqual(amounts(read('et')));
  });
});

describe('the built pages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hoolin-pages-'));
  const pages = () => readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.html'));

  beforeAll(async () => {
    await build({ root, logLevel: 'error', build: { outDir: folder } });
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('There is a demo in three languages, and the chat.', () => {
    expect(pages().sort()).toEqual(['chat/index.html', 'demo/en.html', 'demo/index.html', 'demo/ru.html']);
  });

  it('None carries a style or a script of its own, which the policy would stop.', () => {
    for (const page of pages()) {
      const html = readFileSync(join(folder, page), 'utf8');
      expect([page, /<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/.test(html)]).toEqual([page, false]);
      expect(html.match(/<script[^>]*>/g)).toHaveLength(1);
      expect(html).toContain('src="/w.js"');
    }
  });

  it('A page and its styles come in 6 kB.', () => {
    for (const page of pages()) {
      const html = readFileSync(join(folder, page), 'utf8');
      const styles = [...html.matchAll(/href="\/static\/pages\/(assets\/[^"]+\.css)"/g)].map(([, path]) => path);
      expect(styles.length).toBeGreaterThan(0);
      const bytes = [page, ...styles].map((path) => gzipSync(readFileSync(join(folder, path)), { level: 9 }).length);
      const sum = bytes.reduce((one, other) => one + other);
      console.log(`${page}: ${sum} of 6000 bytes`);
      expect(sum).toBeLessThanOrEqual(6_000);
    }
  });
});
