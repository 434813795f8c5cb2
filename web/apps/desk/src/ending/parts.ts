/** The end of a conversation, and what is known of reasons: one part of the page, fetched when its first ones stand. */
import type { Desk } from '../state/desk.svelte.ts';
import '../styles/ending.css';
import { causesOf } from './causes.ts';
import { naming } from './naming.svelte.ts';

export { default as WrapUp } from './WrapUp.svelte';

/** The list of reasons is there, or is another one. */
export function begin(desk: Desk): void {
  causesOf(desk);
  void naming.fetch(desk.shared.rest, desk.shared.words, true);
}
