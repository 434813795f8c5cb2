/**
 * Builds the widget: first the panel and the languages under hashed names, then the loader that knows these names.
 * `node build.mjs [folder]`; without one, into the place that the server serves from.
 */

import { readFile, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'vite';
import { compressFolder } from '../../scripts/compress.mjs';

// Whoever runs this, a test included, gets what customers get.
process.env.NODE_ENV = 'production';

const here = import.meta.dirname;
const out = resolve(here, process.argv[2] ?? '../../../src/hoolin/server/static/widget');
/** Where the server shows the folder, seen from the loader's own address. */
const SERVED = 'static/widget/';
/** The oldest engines that know `adoptedStyleSheets`, without which nothing here could be styled. */
const TARGET = ['chrome99', 'firefox101', 'safari16.4'];
const LANGUAGES = ['et', 'ru', 'en'];

/**
 * The tokens that the panel's styles name, and no others, with the dark ones written out: engines of TARGET do not know
 * `light-dark()` yet, and what a minifier makes of it is larger than saying the dark values twice.
 */
const namedTokens = {
  name: 'hoolin-named-tokens',
  enforce: 'pre',
  async transform(code, id) {
    if (!id.includes('/tokens.css')) return null;
    const styles = await Promise.all(
      [
        ...['panel', 'extras', 'board', 'call', 'survey'].map((name) => `${here}/src/style/${name}.css`),
        `${here}/../../packages/ui/src/survey/survey.css`,
      ].map((file) => readFile(file, 'utf8')),
    );
    const named = new Set(styles.join('').match(/--[\w-]+/g));
    const lines = code.match(/^  --[\w-]+:.*;$/gm).filter((line) => named.has(line.match(/--[\w-]+/)[0]));
    const pick = (which) => (line) => line.replaceAll(/light-dark\(([^,]+), ([^)]+)\)/g, which);
    const dark = lines
      .filter((line) => line.includes('light-dark('))
      .map(pick('$2'))
      .join('');
    return `:host{${lines.map(pick('$1')).join('')}}
      @media (prefers-color-scheme:dark){:host(:not([data-theme='light'])){${dark}}}
      :host([data-theme='dark']){${dark}}`;
  },
};

/** Vite wraps each `import()` in a kilobyte that preloads styles. There are none here: they travel inside the script. */
const plainImports = {
  name: 'hoolin-plain-imports',
  enforce: 'pre',
  load: (id) => (id.endsWith('vite/preload-helper.js') ? 'export const __vitePreload = (load) => load();' : null),
};

const shared = {
  root: here,
  base: './',
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  plugins: [namedTokens, plainImports],
  json: { namedExports: false },
};
/** Not Preact's `jsx-runtime`, which would bring a second way of making elements. Only for the panel: the loader has none. */
const jsx = {
  jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment' },
  jsxInject: "import { h, Fragment } from 'preact';",
};
const building = { outDir: out, target: TARGET, cssTarget: TARGET, modulePreload: false, reportCompressedSize: false };

await build({
  ...shared,
  oxc: jsx,
  build: {
    ...building,
    emptyOutDir: true,
    manifest: 'manifest.json',
    rolldownOptions: {
      input: ['src/panel.tsx', ...LANGUAGES.map((language) => `src/i18n/${language}.json`)],
      preserveEntrySignatures: 'allow-extension',
      output: { entryFileNames: '[name]-[hash].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});

const manifest = JSON.parse(await readFile(`${out}/manifest.json`, 'utf8'));
const served = (source) => SERVED + manifest[source].file;
await build({
  ...shared,
  define: {
    PANEL: JSON.stringify(served('src/panel.tsx')),
    WORDS: JSON.stringify(
      Object.fromEntries(LANGUAGES.map((language) => [language, served(`src/i18n/${language}.json`)])),
    ),
  },
  build: {
    ...building,
    emptyOutDir: false,
    rolldownOptions: { input: 'src/loader/w.ts', output: { format: 'iife', entryFileNames: 'w.js' } },
  },
});
await rm(`${out}/manifest.json`);
await compressFolder(out);
