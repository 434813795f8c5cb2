export { default } from './GrowthPage.svelte';
export { texts } from './words.ts';
