export { default } from './CoachingPage.svelte';
export { texts } from './words.ts';
