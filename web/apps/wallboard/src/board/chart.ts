/** How the day is drawn. Lines differ by their dashes too, so the legend can be read without colours. */
import type uPlot from 'uplot';
import { hourOf } from './format.ts';

/** Dashes in tenths of the text size; the legend in day.css draws the same ones. */
const LINES = [
  { colour: '--series-1', dash: [] },
  { colour: '--series-3', dash: [5, 3] },
  { colour: '--series-2', dash: [1.2, 2] },
];

export function dayChart(style: CSSStyleDeclaration, width: number, height: number, language: string): uPlot.Options {
  const em = parseFloat(style.fontSize);
  const font = `${em}px ${style.fontFamily}`;
  const text = style.getPropertyValue('color');
  const grid = { stroke: style.borderTopColor, width: 1 };
  // Canvas knows no light-dark(); a colour in use on a page is always resolved.
  const resolved = (name: string): string => resolve(style.getPropertyValue(name));
  const axis = { stroke: text, font, grid, ticks: { show: false } };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: true }, y: { range: (_, __, most) => [0, Math.max(4, Math.ceil(most * 1.1))] } },
    axes: [
      {
        ...axis,
        size: em * 1.8,
        space: em * 5,
        incrs: [3_600, 7_200, 10_800, 14_400, 21_600, 43_200],
        values: (_, ticks) => ticks.map((seconds) => hourOf(seconds * 1_000, language)),
      },
      { ...axis, size: em * 2.6, space: em * 2.2, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000] },
    ],
    series: [
      {},
      ...LINES.map(({ colour, dash }) => ({
        stroke: resolved(colour),
        width: em / 8,
        dash: dash.map((part) => part * em * 0.1 * 2),
        points: { show: false },
      })),
    ],
  };
}

function resolve(colour: string): string {
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.color = colour;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
