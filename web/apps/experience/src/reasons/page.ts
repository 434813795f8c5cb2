export { default } from './ReasonsPage.svelte';
export { texts } from './words.ts';
