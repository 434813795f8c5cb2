export { default } from './CalibrationPage.svelte';
export { texts } from './words.ts';
