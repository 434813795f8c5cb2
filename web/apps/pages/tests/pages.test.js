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
  it.each(['contact', 'mirror', 'prices'])('The page %s says everything that it says in Estonian, with the same values in it.', (page) => {
    const values = (texts) => Object.entries(texts).map(([key, text]) => [key, (text.match(/\{\w+\}/g) ?? []).sort()]);
    expect(values(read(`${page}-${language}`))).toEqual(values(read(`${page}-et`)));
  });

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

  it('There is a demo, a choice board, a price list and a mirror in three languages, and the chat.', () => {
    const both = ['contact', 'demo', 'mirror', 'prices'].flatMap((name) => ['en', 'index', 'ru'].map((page) => `${name}/${page}.html`));
    expect(pages().sort()).toEqual(['chat/index.html', ...both]);
  });

  it('None carries a style or a script within it, which the policy would stop.', () => {
    for (const page of pages()) {
      const html = readFileSync(join(folder, page), 'utf8');
      expect([page, /<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/.test(html)]).toEqual([page, false]);
      expect(html.match(/<script[^>]*>/g).length).toBeLessThanOrEqual(2);
      const own = /^(contact|mirror|prices)\//.exec(page)?.[1];
      expect(html).toContain(own ? `src="/static/pages/assets/${own}-` : 'src="/w.js"');
    }
  });

  it.each(['contact', 'mirror', 'prices'])('The script of the page %s comes in 6 kB, its longest language included.', (page) => {
    const read = (name) => readFileSync(join(folder, 'assets', name));
    const size = (name) => gzipSync(read(name), { level: 9 }).length;
    const [, entry] = new RegExp(`src="/static/pages/assets/(${page}-[^"]+\\.js)"`).exec(readFileSync(join(folder, page, 'index.html'), 'utf8'));
    const found = new Set([entry]);
    for (const name of found) for (const [, other] of String(read(name)).matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) found.add(other);
    const texts = [...String(read(entry)).matchAll(new RegExp(`${page}-(?:et|ru|en)-[\\w-]+\\.js`, 'g'))].map(([name]) => size(name));
    expect(texts.length).toBeGreaterThanOrEqual(3);
    const sum = [...found].map(size).reduce((one, other) => one + other, Math.max(...texts));
    console.log(`the script of ${page}: ${sum} of 6000 bytes`);
    expect(sum).toBeLessThanOrEqual(6_000);
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
