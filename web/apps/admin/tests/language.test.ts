/** The forms have everything that the language of flows has, within its limits: held against the server's own description of it. */
/// <reference types="vite/client" />
import { expect, test } from 'vitest';
import text from '../../../../docs/reference/openapi.json?raw';
import { KINDS, type Kind } from '../src/flow/model.ts';
import { ASKING_FIELDS, FIELDS, type Field } from '../src/form/fields.ts';

interface Property {
  minimum?: number;
  maximum?: number;
  default?: unknown;
}
interface Schema {
  properties: Record<string, Property>;
  required?: string[];
}
const described = JSON.parse(text) as { components: { schemas: Record<string, Schema> } };
const { schemas } = described.components;
const nodes = (schemas['Flow']!.properties['nodes'] as { additionalProperties: { discriminator: { mapping: Record<string, string> } } }).additionalProperties;
const schemaOf = (kind: string): Schema => schemas[nodes.discriminator.mapping[kind]!.split('/').at(-1)!]!;

/** Said by the kind itself; shown and taken away beside the text it belongs to; of no effect, since no message is spoken. */
const NOT_ASKED = ['do', 'recorded', 'seconds_max'];
const OWN: Record<string, string[]> = { texts: ['text'], keys: ['keys', 'words'], answers: ['answers'], languages: ['keys'], lookup: ['answers'], set: ['set', 'when'], skills: ['skills'] };
const fieldsOf = (kind: Kind): Field[] => FIELDS[kind].flatMap((field) => (field.what === 'asking' ? [...ASKING_FIELDS] : [field]));
const namesOf = (field: Field): string[] => ('name' in field ? [field.name] : 'path' in field ? [String(field.path[0])] : OWN[field.what]!);

test('every kind of node is known', () => {
  expect([...KINDS].sort()).toEqual(Object.keys(nodes.discriminator.mapping).sort());
});

test.each(KINDS)('every field of a node can be filled in, and no other (%s)', (kind) => {
  const wanted = Object.keys(schemaOf(kind).properties).filter((name) => !NOT_ASKED.includes(name));
  expect([...new Set(fieldsOf(kind).flatMap(namesOf))].sort()).toEqual(wanted.sort());
});

test.each(KINDS)('what must be there cannot be left out, and limits and presets are those of the language (%s)', (kind) => {
  const { properties, required = [] } = schemaOf(kind);
  for (const field of fieldsOf(kind)) {
    if (field.what === 'to') expect([field.path[0], field.required ?? false]).toEqual([field.path[0], required.includes(String(field.path[0]))]);
    if (field.what !== 'number') continue;
    const { minimum, maximum, default: preset } = properties[field.name]!;
    expect([field.name, field.min, field.max, field.preset]).toEqual([field.name, minimum, maximum, preset]);
  }
});
