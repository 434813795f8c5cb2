/** Every pair of tokens that carries text can be read, in light and in dark. */
import { expect, test } from 'vitest';
import css from '../src/tokens.css?raw';

const TEXT_ON = ['bg', 'surface', 'raised', 'select', 'mine', 'note'];
const pairs: [string, string, number][] = [
  ...['text', 'muted', 'accent'].flatMap((ink) => TEXT_ON.map((paper): [string, string, number] => [ink, paper, 4.5])),
  ['on-accent', 'accent', 4.5],
  ...['ok', 'warn', 'late'].flatMap((tone): [string, string, number][] => [
    [tone, `${tone}-bg`, 4.5],
    [tone, 'bg', 4.5],
    ['text', `${tone}-bg`, 4.5],
  ]),
  ...TEXT_ON.map((paper): [string, string, number] => ['control', paper, 3]),
];

function colours(theme: 0 | 1): Map<string, string> {
  const found = css.matchAll(/--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g);
  return new Map([...found].map(([, name, light, dark]) => [name!, theme === 0 ? light! : dark!]));
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

test.each([
  ['light', 0],
  ['dark', 1],
] as const)('%s', (_name, theme) => {
  const all = colours(theme);
  const poor = pairs
    .map(([ink, paper, least]) => ({ ink, paper, least, is: contrast(all.get(ink)!, all.get(paper)!) }))
    .filter(({ is, least }) => !(is >= least));
  expect(poor).toEqual([]);
});
