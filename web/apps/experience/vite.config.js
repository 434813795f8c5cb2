import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { compress } from '../../scripts/compress.mjs';

export default defineConfig({
  base: '/experience/',
  plugins: [svelte(), compress()],
  build: {
    outDir: fileURLToPath(new URL('../../../src/hoolin/server/static/experience', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'], // the first with light-dark()
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // the page may load nothing from data: but images
    reportCompressedSize: false,
  },
  test: { include: ['tests/**/*.test.{ts,js}'], environment: 'node' },
});
