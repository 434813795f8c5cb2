export { default } from './EffectsPage.svelte';
export { texts } from './words.ts';
