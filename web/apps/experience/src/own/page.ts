export { default } from './OwnPage.svelte';
export { texts } from './words.ts';
