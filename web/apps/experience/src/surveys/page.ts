export { default } from './SurveysPage.svelte';
export { texts } from './words.ts';
