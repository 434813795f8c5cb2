/** The picture of a flow: nothing lies on anything, everything leads to the right but for what leads back, and it is always the same. */
import { describe, expect, test } from 'vitest';
import { picture, WIDTH } from '../src/flow/boxes.ts';
import { layout, type Box, type Line } from '../src/flow/layout.ts';
import { MENU } from './menu.ts';

const box = (code: string, height = 60, ports = 1): Box => ({ code, width: 200, height, ports: Array.from({ length: ports }, (_, at) => 40 + at * 20) });

function overlaps(boxes: readonly Box[], drawn: ReturnType<typeof layout>): string[] {
  const placed = boxes.map((one) => ({ ...one, ...drawn.nodes.get(one.code)! }));
  return placed.flatMap((a, at) =>
    placed.slice(at + 1).flatMap((b) => (a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height ? [`${a.code} on ${b.code}`] : [])),
  );
}

/** The same chance every time. */
function random(seed: number): () => number {
  return () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
}

describe('a menu', () => {
  const drawn = picture(MENU, 'et');

  test('begins at the left and leads to the right, but for the way back to the number', () => {
    const x = (code: string): number => drawn.nodes.get(code)!.x;
    expect(x('languages')).toBeLessThan(x('menu'));
    expect(x('menu')).toBeLessThan(x('bills'));
    expect(x('find')).toBeLessThan(x('once_more'));
    const back = drawn.lines.filter((line) => line.back).map((line) => `${line.from}→${line.to}`);
    expect(back).toEqual(['once_more→number']);
    for (const line of drawn.lines) if (!line.back) expect(x(line.from) + WIDTH).toBeLessThan(x(line.to));
  });

  test('has a line for each way on, from beside its own row', () => {
    const from = drawn.lines.filter((line) => line.from === 'menu');
    expect(from.map((line) => line.to)).toEqual(['bills', 'number', 'line']);
    const starts = from.map((line) => Number(/^M\S+ (\S+)/.exec(line.path)![1]));
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(new Set(starts).size).toBe(3);
  });

  test('is drawn the same way again', () => {
    expect(picture(structuredClone(MENU), 'et')).toEqual(drawn);
  });

  test('fits into its picture', () => {
    for (const place of drawn.nodes.values()) {
      expect(place.x).toBeGreaterThanOrEqual(0);
      expect(place.y).toBeGreaterThanOrEqual(0);
      expect(place.x + WIDTH).toBeLessThanOrEqual(drawn.width);
      expect(place.y).toBeLessThan(drawn.height);
    }
  });
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])('no box lies on another, whatever leads where (%i)', (seed) => {
  const chance = random(seed * 7_919);
  const boxes = Array.from({ length: 40 }, (_, at) => box(`n${at}`, 40 + Math.floor(chance() * 120), 1 + Math.floor(chance() * 5)));
  const lines: Line[] = boxes.flatMap(({ code, ports }) => ports.map((_, exit) => ({ from: code, to: `n${Math.floor(chance() * 40)}`, exit })));
  const drawn = layout(boxes, lines, 'n0');
  expect(overlaps(boxes, drawn)).toEqual([]);
  expect(drawn.nodes.size).toBe(40);
  expect(drawn.lines.length).toBe(lines.filter((line) => line.from !== line.to).length);
  for (const line of drawn.lines) expect(line.path).not.toMatch(/NaN|Infinity/);
});

/** Points along a path, as the browser would draw it. */
function along(path: string): [number, number][] {
  const numbers = path.match(/-?[\d.]+/g)!.map(Number);
  const points: [number, number][] = [];
  for (let at = 2; at < numbers.length; at += 6) {
    const [x0, y0, x1, y1, x2, y2, x3, y3] = numbers.slice(at - 2, at + 6) as [number, number, number, number, number, number, number, number];
    for (let t = 0; t <= 1; t += 0.05) {
      const u = 1 - t;
      points.push([u ** 3 * x0 + 3 * u * u * t * x1 + 3 * u * t * t * x2 + t ** 3 * x3, u ** 3 * y0 + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t ** 3 * y3]);
    }
  }
  return points;
}

test.each([3, 5, 7])('a line that leads on goes round every box (%i)', (seed) => {
  const chance = random(seed * 104_729);
  const boxes = Array.from({ length: 30 }, (_, at) => box(`n${at}`, 60 + Math.floor(chance() * 90), 3));
  const lines: Line[] = boxes.slice(0, -1).flatMap(({ code, ports }, at) => ports.map((_, exit) => ({ from: code, to: `n${at + 1 + Math.floor(chance() * (29 - at))}`, exit })));
  const drawn = layout(boxes, lines, 'n0');
  const crossed = drawn.lines.flatMap((line) =>
    boxes.filter(({ code, width, height }) => {
      const place = drawn.nodes.get(code)!;
      return along(line.path).some(([x, y]) => x > place.x + 1 && x < place.x + width - 1 && y > place.y + 1 && y < place.y + height - 1);
    }).map(({ code }) => `${line.from}→${line.to} over ${code}`),
  );
  expect(crossed).toEqual([]);
});

test('a ring that nothing leads into, a node that nothing leads to and a node by itself all have a place', () => {
  const boxes = ['a', 'b', 'c', 'd'].map((code) => box(code));
  const drawn = layout(boxes, [{ from: 'b', to: 'c', exit: 0 }, { from: 'c', to: 'b', exit: 0 }, { from: 'd', to: 'd', exit: 0 }, { from: 'a', to: 'gone', exit: 0 }], 'a');
  expect(overlaps(boxes, drawn)).toEqual([]);
  expect(drawn.lines.map((line) => line.back)).toEqual([false, true]);
});

test('a thousand nodes are drawn', () => {
  const boxes = Array.from({ length: 1_000 }, (_, at) => box(`n${at}`, 60, 3));
  const lines = boxes.flatMap(({ code }, at) => [2 * at + 1, 2 * at + 2, 999].filter((to) => to < 1_000 && to !== at).map((to, exit) => ({ from: code, to: `n${to}`, exit })));
  expect(layout(boxes, lines, 'n0').nodes.size).toBe(1_000);
});
