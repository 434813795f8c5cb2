export { default } from './FiguresPage.svelte';
export { texts } from './words.ts';
