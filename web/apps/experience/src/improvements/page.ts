export { default } from './ImprovementsPage.svelte';
export { texts } from './words.ts';
