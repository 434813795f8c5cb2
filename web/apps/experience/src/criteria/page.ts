export { default } from './CriteriaPage.svelte';
export { texts } from './words.ts';
