// Writes what the server tells, as it is kept in packages/client/vectors and answers, into node_modules/.hoolin/told.ts as
// literals of the shapes that packages/client believes in. It is for the type checker alone: there a field too many, one too
// few, another type or an unknown word is a mistake.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const WEB = fileURLToPath(new URL('..', import.meta.url));
const CLIENT = join(WEB, 'packages/client');
const jsons = (folder) => readdirSync(join(CLIENT, folder)).filter((name) => name.endsWith('.json')).sort();
const text = (folder, name) => readFileSync(join(CLIENT, folder, name), 'utf8').trim();

const threads = jsons('threads');
const shapes = jsons('answers').map((name) => basename(name, '.json'));
const vectors = jsons('vectors/generated');
if (!shapes.length || !vectors.length) throw new Error('nothing is told: run `make vectors`');
const out = [
  `import type * as Client from '../../packages/client/src/index.ts';`,
  `type Vector = { what: string; before: Client.Desk; frames: Client.FactFrame[]; after: Client.Desk };`,
  ...vectors.map((name, at) => `export const vector${at}: Vector = ${text('vectors/generated', name)};`),
  `type Thread = { what: string; before: Client.Conversation; frames: Client.FactFrame[]; after: Client.Message[] };`,
  ...threads.map((name, at) => `export const thread${at}: Thread = ${text('threads', name)};`),
  ...shapes.map((shape) => `export const told${shape}: Client.${shape}[] = ${text('answers', `${shape}.json`)};`),
];
mkdirSync(join(WEB, 'node_modules/.hoolin'), { recursive: true });
writeFileSync(join(WEB, 'node_modules/.hoolin/told.ts'), out.join('\n') + '\n');
