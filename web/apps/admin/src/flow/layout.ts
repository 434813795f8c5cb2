/** A flow as a picture, from left to right: layers, few crossings, lines that go round boxes. The same flow always looks the same.

The steps are Sugiyama's: turn what leads back, put each node behind everything that leads to it, give long lines places of
their own, order each layer by what it is joined to, then move everything as near to its neighbours as the room allows. */

export interface Box {
  code: string;
  width: number;
  height: number;
  /** Where lines leave, from the top. */
  ports: readonly number[];
}
export interface Line {
  from: string;
  to: string;
  exit: number;
}
export interface Placed {
  code: string;
  x: number;
  y: number;
  layer: number;
}
export interface Drawn extends Line {
  /** An SVG path. */
  path: string;
  /** Where a word about it may stand. */
  at: readonly [number, number];
  back: boolean;
}
export interface Picture {
  nodes: ReadonlyMap<string, Placed>;
  lines: readonly Drawn[];
  width: number;
  height: number;
}

const GAP_X = 72;
const GAP_Y = 28;
const GAP_LINES = 14;
const MARGIN = 32;
const SWEEPS = 6;
/** From the top of a box: where lines come in. */
const INLET = 17;

interface Place {
  box: Box | null;
  layer: number;
  y: number;
  order: number;
  before: [place: Place, port: number][];
  after: Place[];
}

/** Lines that lead back to where a way has come from: those do not push anything to the right. */
function backward(codes: readonly string[], out: ReadonlyMap<string, Line[]>): Set<Line> {
  const back = new Set<Line>();
  const state = new Map<string, 'open' | 'done'>();
  for (const root of codes) {
    if (state.has(root)) continue;
    const stack: [string, number][] = [[root, 0]];
    state.set(root, 'open');
    while (stack.length) {
      const top = stack.at(-1)!;
      const line = out.get(top[0])?.[top[1]++];
      if (!line) {
        state.set(top[0], 'done');
        stack.pop();
      } else if (state.get(line.to) === 'open') back.add(line);
      else if (!state.has(line.to)) {
        state.set(line.to, 'open');
        stack.push([line.to, 0]);
      }
    }
  }
  return back;
}

/** The longest way from the left, over all lines that lead on. */
function layers(codes: readonly string[], out: ReadonlyMap<string, Line[]>, back: ReadonlySet<Line>): Map<string, number> {
  const open = new Map(codes.map((code) => [code, 0]));
  for (const lines of out.values()) for (const line of lines) if (!back.has(line)) open.set(line.to, open.get(line.to)! + 1);
  const layer = new Map(codes.map((code) => [code, 0]));
  const ready = codes.filter((code) => !open.get(code));
  for (let at = 0; at < ready.length; at++) {
    const code = ready[at]!;
    for (const line of out.get(code) ?? []) {
      if (back.has(line)) continue;
      layer.set(line.to, Math.max(layer.get(line.to)!, layer.get(code)! + 1));
      open.set(line.to, open.get(line.to)! - 1);
      if (!open.get(line.to)) ready.push(line.to);
    }
  }
  return layer;
}

const height = (place: Place): number => place.box?.height ?? 0;
const gap = (a: Place, b: Place): number => (a.box || b.box ? GAP_Y : GAP_LINES);
const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;

function order(rows: Place[][]): void {
  const rank = (row: Place[]): void => row.forEach((place, at) => (place.order = at));
  rows.forEach(rank);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forward = sweep % 2 === 0;
    for (const row of forward ? rows.slice(1) : rows.slice(0, -1).reverse()) {
      const wish = new Map(
        row.map((place) => {
          const joined = forward ? place.before.map(([from, port]) => from.order + (port + 1) / 100) : place.after.map((to) => to.order);
          return [place, joined.length ? mean(joined) : place.order];
        }),
      );
      row.sort((a, b) => wish.get(a)! - wish.get(b)! || a.order - b.order);
      rank(row);
    }
  }
}

/** As near to where they would like to be as the order allows: pushed down from above, then up from below, and the middle of both. */
function settle(row: Place[], wish: (place: Place) => number | null): void {
  const wanted = row.map((place) => wish(place) ?? place.y);
  const down: number[] = [];
  row.forEach((place, at) => {
    const above = row[at - 1];
    down.push(above ? Math.max(wanted[at]!, down[at - 1]! + height(above) + gap(above, place)) : wanted[at]!);
  });
  const up: number[] = [];
  for (let at = row.length - 1; at >= 0; at--) {
    const [place, below] = [row[at]!, row[at + 1]];
    up[at] = below ? Math.min(wanted[at]!, up[at + 1]! - height(place) - gap(place, below)) : wanted[at]!;
  }
  row.forEach((place, at) => (place.y = (down[at]! + up[at]!) / 2));
}

const portY = (place: Place, port: number): number => place.y + (place.box ? (place.box.ports[port] ?? place.box.height / 2) : 0);
const inletY = (place: Place): number => place.y + (place.box ? INLET : 0);

function align(rows: Place[][]): void {
  for (const row of rows) {
    let y = 0;
    row.forEach((place, at) => {
      place.y = y;
      y += height(place) + (row[at + 1] ? gap(place, row[at + 1]!) : 0);
    });
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forward = sweep % 2 === 0;
    for (const row of forward ? rows.slice(1) : rows.slice(0, -1).reverse())
      settle(row, (place) => {
        const near = forward ? place.before.map(([from, port]) => portY(from, port)) : place.after.map(inletY);
        if (!near.length) return null;
        return mean(near) - (place.box ? (forward ? INLET : (place.box.ports[0] ?? INLET)) : 0);
      });
  }
}

/** A soft line through points, level at each of them. */
export function curve(points: readonly (readonly [number, number])[]): string {
  const [first, ...rest] = points as [readonly [number, number], ...(readonly [number, number])[]];
  let [x, y] = first;
  let path = `M${round(x)} ${round(y)}`;
  for (const [toX, toY] of rest) {
    const bend = toX >= x ? Math.max((toX - x) / 2, 8) : Math.max(40, Math.min((x - toX) / 2, 120));
    path += ` C${round(x + bend)} ${round(y)} ${round(toX - bend)} ${round(toY)} ${round(toX)} ${round(toY)}`;
    [x, y] = [toX, toY];
  }
  return path;
}

const round = (value: number): number => Math.round(value * 10) / 10;

export function layout(boxes: readonly Box[], lines: readonly Line[], start: string): Picture {
  if (!boxes.length) return { nodes: new Map(), lines: [], width: 0, height: 0 };
  const known = new Map(boxes.map((box) => [box.code, box]));
  const codes = [start, ...known.keys()].filter((code, at, all) => known.has(code) && all.indexOf(code) === at);
  const drawn = lines.filter((line) => line.from !== line.to && known.has(line.from) && known.has(line.to));
  const out = new Map<string, Line[]>();
  for (const line of drawn) out.set(line.from, [...(out.get(line.from) ?? []), line]);
  const back = backward(codes, out);
  const layer = layers(codes, out, back);
  const rows: Place[][] = Array.from({ length: Math.max(...layer.values()) + 1 }, () => []);
  const places = new Map<string, Place>();
  const add = (box: Box | null, at: number): Place => {
    const place: Place = { box, layer: at, y: 0, order: 0, before: [], after: [] };
    rows[at]!.push(place);
    return place;
  };
  for (const code of walked(codes, out)) places.set(code, add(known.get(code)!, layer.get(code)!));
  const ways = new Map<Line, Place[]>();
  for (const line of drawn) {
    if (back.has(line)) continue;
    const way = [places.get(line.from)!];
    for (let at = way[0]!.layer + 1; at < layer.get(line.to)!; at++) way.push(add(null, at));
    way.push(places.get(line.to)!);
    way.slice(1).forEach((place, at) => {
      place.before.push([way[at]!, at ? 0 : line.exit]);
      way[at]!.after.push(place);
    });
    ways.set(line, way);
  }
  order(rows);
  align(rows);
  return finished(rows, places, drawn, ways);
}

/** In the order in which somebody who reads the flow comes to them. */
function walked(codes: readonly string[], out: ReadonlyMap<string, Line[]>): string[] {
  const seen = new Set<string>();
  for (const root of codes) {
    const stack = [root];
    while (stack.length) {
      const code = stack.pop()!;
      if (seen.has(code)) continue;
      seen.add(code);
      stack.push(...(out.get(code) ?? []).map((line) => line.to).reverse());
    }
  }
  return [...seen];
}

function finished(rows: Place[][], places: ReadonlyMap<string, Place>, drawn: readonly Line[], ways: ReadonlyMap<Line, Place[]>): Picture {
  const top = Math.min(...rows.flat().map((place) => place.y));
  const lefts: number[] = [];
  const widths = rows.map((row) => Math.max(...row.map((place) => place.box?.width ?? 0)));
  let x = MARGIN;
  for (const width of widths) {
    lefts.push(x);
    x += width + GAP_X;
  }
  for (const place of rows.flat()) place.y = round(place.y - top + MARGIN);
  const nodes = new Map([...places].map(([code, place]) => [code, { code, x: lefts[place.layer]!, y: place.y, layer: place.layer }]));
  const lowest = Math.max(...rows.flat().map((place) => place.y + height(place)));
  const routed = drawn.map((line): Drawn => {
    const [from, to] = [places.get(line.from)!, places.get(line.to)!];
    const begin = [lefts[from.layer]! + from.box!.width, portY(from, line.exit)] as const;
    const end = [lefts[to.layer]!, inletY(to)] as const;
    const way = ways.get(line);
    const between = way ? way.slice(1, -1).flatMap((place) => past(lefts[place.layer]!, widths[place.layer]!, place.y)) : under(begin, end, from, to);
    return { ...line, path: curve([begin, ...between, end]), at: [begin[0] + 10, begin[1] - 5], back: !way };
  });
  return { nodes, lines: routed, width: x - GAP_X + MARGIN, height: lowest + MARGIN };
}

/** A line goes straight past a whole layer, between its boxes. */
const past = (left: number, width: number, y: number): (readonly [number, number])[] => [
  [left, y],
  [left + width, y],
];

/** A line that leads back goes below both of its boxes. */
function under(begin: readonly [number, number], end: readonly [number, number], from: Place, to: Place): (readonly [number, number])[] {
  const low = Math.max(from.y + height(from), to.y + height(to)) + GAP_Y / 2;
  return [[begin[0] + 12, low], [end[0] - 12, low]];
}
