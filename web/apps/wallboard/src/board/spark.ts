/** A line so small that it only shows the course; its figures are said in words beside it. */

/** Points of an SVG polyline in a box of `width` × `height`; a flat line at the bottom where nothing came. */
export function sparkPoints(values: readonly number[], width: number, height: number): string {
  const most = Math.max(1, ...values);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const round = (value: number): number => Math.round(value * 10) / 10;
  return values.map((value, index) => `${round(index * step)},${round(height - (value / most) * height)}`).join(' ');
}
