export { default } from './EasePage.svelte';
export { texts } from './words.ts';
