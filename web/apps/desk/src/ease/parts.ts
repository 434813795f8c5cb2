/** Ease at the desk: fetched once the site says that it has breathers. */
import '../styles/ease.css';

export { default as Felt } from './Felt.svelte';
export { default as Moment } from './Moment.svelte';
export { default as MomentItem } from './MomentItem.svelte';
export { easeWords } from './words.ts';
