/** The menu of the how-to, small enough to be read: languages, keys, a number that is looked up, and a ring of one question more. */
import type { Flow } from '../src/flow/model.ts';

export const MENU: Flow = {
  start: 'languages',
  person: 'line',
  variables: { asked: ['no', 'yes'] },
  nodes: {
    languages: { do: 'language', text: { et: 'Eesti 1', en: 'English 3' }, keys: { 1: 'et', 3: 'en' }, then: 'menu' },
    menu: { do: 'keys', text: { et: 'Arved 1, tellimus 2', en: 'Bills 1, order 2' }, keys: { 1: 'bills', 2: 'number', 3: 'line' }, words: { 1: { et: ['arve'] } } },
    bills: { do: 'queue', queue: 'bills', closed: 'shut' },
    number: { do: 'collect', text: { et: 'Number?' }, into: 'order', then: 'find' },
    find: { do: 'lookup', hook: 'orders', answers: { found: 'bye', unknown: 'once_more' }, failed: 'line' },
    once_more: { do: 'set', set: { asked: 'next' }, when: [{ all: { asked: 'yes' }, then: 'number' }], then: 'line' },
    bye: { do: 'end', text: { et: 'Head aega' } },
    line: { do: 'queue', queue: 'service', closed: 'shut' },
    shut: { do: 'callback', queue: 'service', text: { et: 'Helistame {when}' } },
  },
};
