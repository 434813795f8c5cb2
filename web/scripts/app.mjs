// A page of Svelte that has a session: how it is built, tested and served under its own name, and the document it lives in.
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { compress } from './compress.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** What `<!-- app -->`, which is all of an index.html, stands for. */
const DOCUMENT = `<!doctype html>
<html lang="et">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content" />
    <meta name="color-scheme" content="light dark" />
    <meta name="referrer" content="no-referrer" />
    <title>Hoolin</title>
    <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
    <script type="module" src="/src/main.ts"></script>
  </head>
  <body></body>
</html>
`;

const page = {
  name: 'hoolin-app',
  transformIndexHtml: { order: 'pre', handler: (html) => html.replace(/<!-- app -->\n?/, DOCUMENT) },
};

/** test: what more its tests need. */
export const app = (name, test = {}) =>
  defineConfig({
    base: `/${name}/`,
    publicDir: here('../packages/ui/public'),
    plugins: [page, svelte({ configFile: false }), compress()],
    build: {
      outDir: here(`../../src/hoolin/server/static/${name}`),
      emptyOutDir: true,
      target: 'es2023',
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'], // the first with light-dark()
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0, // the page may load nothing from data: but images
      reportCompressedSize: false,
      // What every visit needs travels in one file, not in one for each part that shares something with it.
      rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'], test: /\.(js|ts|svelte)$/ }] } } },
    },
    test: { include: ['tests/**/*.test.{ts,js}'], environment: 'node', ...test },
  });
