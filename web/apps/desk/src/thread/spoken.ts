/** What belongs to conversations that are spoken: the call, calling back, what was recorded, who asks and who listens. */
export { default as AskedCard } from '../bars/AskedCard.svelte';
export { default as ListenedPart } from '../bars/ListenedPart.svelte';
export { default as CallbackPanel } from './CallbackPanel.svelte';
export { default as CallPanel } from './CallPanel.svelte';
export { default as Recordings } from './Recordings.svelte';
