export { default } from './ReviewsPage.svelte';
export { texts } from './words.ts';
