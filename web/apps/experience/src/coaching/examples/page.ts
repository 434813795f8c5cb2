export { default } from './ExamplesPage.svelte';
export { texts } from './words.ts';
