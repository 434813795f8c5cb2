/** Where an arrow key leads in the picture: right along the first line that is there, left to where one comes from, up and down in a column. */
import type { Picture } from '../flow/layout.ts';
import { edges, type Flow } from '../flow/model.ts';

export type Toward = 'right' | 'left' | 'up' | 'down';

export function near(flow: Flow, { nodes }: Picture, code: string, toward: Toward): string | null {
  const here = nodes.get(code);
  if (!here) return null;
  const nearest = (codes: string[]): string | null =>
    codes.map((one) => nodes.get(one)!).sort((a, b) => Math.abs(a.y - here.y) - Math.abs(b.y - here.y))[0]?.code ?? null;
  if (toward === 'right') return edges(flow).find((edge) => edge.from === code && edge.to !== code)?.to ?? nearest(inLayer(nodes, here.layer + 1));
  if (toward === 'left') {
    const before = edges(flow).filter((edge) => edge.to === code && nodes.get(edge.from)!.layer < here.layer);
    return nearest(before.map((edge) => edge.from)) ?? nearest(inLayer(nodes, here.layer - 1));
  }
  const column = inLayer(nodes, here.layer);
  return column[column.indexOf(code) + (toward === 'down' ? 1 : -1)] ?? null;
}

const inLayer = (nodes: Picture['nodes'], layer: number): string[] =>
  [...nodes.values()].filter((one) => one.layer === layer).sort((a, b) => a.y - b.y).map((one) => one.code);
