import { expect, test } from 'vitest';
import { wayBack } from '../src/wayBack.ts';

test('Whoever came from the wallboard or the pages for administrators goes back there, with what was asked for.', () => {
  expect(wayBack('?return=%2Fwallboard%2F%3Ftheme%3Ddark')).toBe('/wallboard/?theme=dark');
  expect(wayBack('?return=%2Fadmin%2Fflows%2Fmenu')).toBe('/admin/flows/menu');
});

test('Nobody is sent to another site, nor anywhere that is not ours to name.', () => {
  for (const to of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '']) {
    expect(wayBack(`?return=${encodeURIComponent(to)}`)).toBeNull();
  }
});
