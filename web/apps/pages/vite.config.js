import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compress } from '../../scripts/compress.mjs';
import { demoPage } from './src/demo.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** `<!-- demo et -->` becomes the demo page in that language. */
const demo = {
  name: 'hoolin-demo',
  transformIndexHtml: {
    order: 'pre',
    handler: (html) =>
      html.replace(/<!-- demo (\w+) -->/, (_, language) =>
        demoPage(language, JSON.parse(readFileSync(here(`texts/${language}.json`), 'utf8'))),
      ),
  },
};

export default defineConfig({
  base: '/static/pages/',
  plugins: [demo, compress()],
  build: {
    outDir: here('../../../src/hoolin/server/static/pages'),
    emptyOutDir: true,
    cssTarget: ['chrome99', 'firefox101', 'safari16.4'], // a customer's phone may be some years old
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: { input: ['demo/index.html', 'demo/ru.html', 'demo/en.html', 'chat/index.html'].map(here) },
  },
  test: { include: ['tests/**/*.test.js'], environment: 'node' },
});
