/** What is owed to a customer. */
export { default as PromiseItem } from './PromiseItem.svelte';
