/** What belongs to conversations that a provider carries: what stands above a letter and what came with one, what an SMS costs, and the moment to take it back. */
export { default as LetterParts } from '../thread/LetterParts.svelte';
export { default as LetterFields } from './LetterFields.svelte';
export { default as PartsCount } from './PartsCount.svelte';
export { default as UndoBar } from './UndoBar.svelte';
