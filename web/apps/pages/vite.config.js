import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compress } from '../../scripts/compress.mjs';
import { contactPage } from './src/contact.mjs';
import { demoPage } from './src/demo.mjs';
import { mirrorPage } from './src/mirror.mjs';
import { pricesPage } from './src/prices.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const texts = (name) => JSON.parse(readFileSync(here(`texts/${name}.json`), 'utf8'));

/** `<!-- demo et -->` becomes the demo page in that language, and `<!-- contact et -->` the choice board, `<!-- prices et -->` the prices, `<!-- mirror et -->` the site's own figures. */
const made = {
  name: 'hoolin-pages',
  transformIndexHtml: {
    order: 'pre',
    handler: (html) =>
      html
        .replace(/<!-- demo (\w+) -->\n?/, (_, language) => demoPage(language, texts(language)))
        .replace(/<!-- contact (\w+) -->\n?/, (_, language) => contactPage(language, texts(`contact-${language}`)))
        .replace(/<!-- mirror (\w+) -->\n?/, (_, language) => mirrorPage(language, texts(`mirror-${language}`)))
        .replace(/<!-- prices (\w+) -->\n?/, (_, language) => pricesPage(language, texts(`prices-${language}`))),
  },
};

export default defineConfig({
  base: '/static/pages/',
  plugins: [made, compress()],
  build: {
    outDir: here('../../../src/hoolin/server/static/pages'),
    emptyOutDir: true,
    cssTarget: ['chrome99', 'firefox101', 'safari16.4'], // a customer's phone may be some years old
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: { input: ['demo/index.html', 'demo/ru.html', 'demo/en.html', 'chat/index.html', 'contact/index.html', 'contact/ru.html', 'contact/en.html', 'prices/index.html', 'prices/ru.html', 'prices/en.html', 'mirror/index.html', 'mirror/ru.html', 'mirror/en.html'].map(here) },
  },
  test: { include: ['tests/**/*.test.js'], environment: 'node' },
});
