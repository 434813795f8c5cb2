export { default } from './LearningPage.svelte';
export { texts } from './words.ts';
