/** How large the box of each node is drawn, and where its lines leave. Pure numbers, held by `picture.css` as well. */
import type { Language } from '@hoolin/ui/i18n';
import { layout, type Picture } from './layout.ts';
import { drawn, edges, saying, type Flow } from './model.ts';

export const WIDTH = 232;
const HEAD = 36;
const WORDS = 42;
const ROW = 24;
const FOOT = 6;

/** What is typed into a text changes no box: the last picture is drawn again only when something is larger, new or joined otherwise. */
let last: { mark: string; drawn: Picture } | null = null;

export function picture(flow: Flow, language: Language): Picture {
  const boxes = Object.entries(flow.nodes).map(([code, node]) => {
    const top = HEAD + (saying(node, language) ? WORDS : 0);
    const rows = drawn(node, language).length;
    return { code, width: WIDTH, height: top + rows * ROW + FOOT, ports: Array.from({ length: rows }, (_, at) => top + at * ROW + ROW / 2) };
  });
  const lines = edges(flow);
  const mark = JSON.stringify([boxes, lines, flow.start]);
  if (last?.mark !== mark) last = { mark, drawn: layout(boxes, lines, flow.start) };
  return last.drawn;
}
