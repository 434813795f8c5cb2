export { default } from './SessionsPage.svelte';
export { texts } from './words.ts';
