/** How large the box of each node is drawn, and where its lines leave. Pure numbers, held by `picture.css` as well. */
import type { Language } from '@hoolin/ui/i18n';
import { layout, type Picture } from './layout.ts';
import { drawn, edges, saying, type Flow } from './model.ts';

export const WIDTH = 232;
const HEAD = 36;
const WORDS = 42;
const ROW = 24;
const FOOT = 6;

export function picture(flow: Flow, language: Language): Picture {
  const boxes = Object.entries(flow.nodes).map(([code, node]) => {
    const top = HEAD + (saying(node, language) ? WORDS : 0);
    const rows = drawn(node, language).length;
    return { code, width: WIDTH, height: top + rows * ROW + FOOT, ports: Array.from({ length: rows }, (_, at) => top + at * ROW + ROW / 2) };
  });
  return layout(boxes, edges(flow), flow.start);
}
