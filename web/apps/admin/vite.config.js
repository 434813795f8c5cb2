import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { compress } from '../../scripts/compress.mjs';

export default defineConfig({
  base: '/admin/',
  plugins: [svelte({ configFile: false }), compress()],
  build: {
    outDir: fileURLToPath(new URL('../../../src/hoolin/server/static/admin', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'], // the first with light-dark()
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // the page may load nothing from data: but images
    reportCompressedSize: false,
  },
  test: { include: ['tests/**/*.test.ts'], environment: 'node', testTimeout: 60_000 },
});
