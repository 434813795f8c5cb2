export { default } from './DrillsPage.svelte';
export { texts } from './words.ts';
